#!/usr/bin/env bash
# Makes the environment: system libraries that Qt needs, a virtual environment, and the locked packages.
# Running it twice changes nothing.
set -euo pipefail
venv=${1:-.venv}
python=${PYTHON:-python3}

# Library that must load, and the Debian/Ubuntu/Kylin/UOS package that has it.
needed=(
  libEGL.so.1:libegl1
  libGL.so.1:libgl1
  libxkbcommon.so.0:libxkbcommon0
  libxkbcommon-x11.so.0:libxkbcommon-x11-0
  libfontconfig.so.1:libfontconfig1
  libfreetype.so.6:libfreetype6
  libglib-2.0.so.0:libglib2.0-0
  libdbus-1.so.3:libdbus-1-3
  libxcb-cursor.so.0:libxcb-cursor0
  libxcb-icccm.so.4:libxcb-icccm4
  libxcb-image.so.0:libxcb-image0
  libxcb-keysyms.so.1:libxcb-keysyms1
  libxcb-render-util.so.0:libxcb-render-util0
  libxcb-shape.so.0:libxcb-shape0
  libxcb-xinerama.so.0:libxcb-xinerama0
  libcups.so.2:libcups2
)
packages=()
if [ "$(uname -s)" = Linux ] && command -v apt-get >/dev/null; then
  known=$(/sbin/ldconfig -p 2>/dev/null || ldconfig -p)
  for entry in "${needed[@]}"; do
    grep -q "${entry%%:*}" <<<"$known" || packages+=("${entry##*:}")
  done
  "$python" -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
  command -v git >/dev/null || packages+=(git)
fi
if [ ${#packages[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ]; then
    echo "安装系统组件：${packages[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  else
    echo "缺少系统组件，请先运行这一行，然后重试："
    echo "  sudo apt-get install -y ${packages[*]}"
    exit 1
  fi
fi

"$python" - <<'CHECK'
import sys
if not (3, 11) <= sys.version_info[:2] < (3, 14):
    sys.exit(f"需要 Python 3.11 至 3.13，现在是 {sys.version.split()[0]}。请安装后用 make PYTHON=python3.11 再试。")
CHECK

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
lock=requirements-dev.lock
if ! cmp -s "$lock" "$venv/installed.lock"; then
  echo "安装程序组件（按锁定的版本和校验值）……"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  cp "$lock" "$venv/installed.lock"
fi
