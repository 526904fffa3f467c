from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.masking import mask_address, mask_document, mask_name, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110105********002X"),
        ("110105491231002", "110105*****1002"),
        ("E12345678", "E1*****78"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_documents(number: str, shown: str) -> None:
    assert mask_document(number) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13812345678", "138****5678"), ("0371-66667777", "***********77"), ("66667777", "******77"), ("12368", "*****")],
)
def test_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张某"),
        ("张三丰", "张某某"),
        ("欧阳修", "欧阳某"),
        ("欧阳锋华", "欧阳某某"),
        ("张", "张某"),
        ("阿卜杜·买买提", "阿某某"),
        ("John Smith", "J**"),
        ("", ""),
    ],
)
def test_names_on_public_screens(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("河南省郑州市二七区大学路街道康复前街3号院5号楼", "河南省郑州市二七区大学路街道***"),
        ("河南省信阳市商城县上石桥镇李家村12号", "河南省信阳市商城县上石桥镇***"),
        ("郑州市金水区文化路9号", "郑州市金水区***"),
        ("河南省郑州市", "河南省郑州市"),
        ("文化路9号院", "***"),
        ("", ""),
    ],
)
def test_addresses(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(st.text(max_size=40))
def test_anything_can_be_masked_and_most_of_a_number_is_hidden(text: str) -> None:
    mask_name(text)
    mask_address(text)
    for masked in (mask_document(text), mask_phone(text)):
        assert masked.count("*") >= len(masked) - 10
        assert not masked or "*" in masked
