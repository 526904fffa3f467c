"""The account of every 演练库. By itself, because the first page shows it before any heavy module is loaded."""

ACCOUNT = "演练员"
PASSWORD = "yanlian2026"
