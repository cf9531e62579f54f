"""Titles on paper are taken for roles only where they are certain."""

import pytest

from chibo.posts.rules import role_of, several_in
from chibo.posts.vocabulary import OTHER, ROLES, Body, roles_by_body


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Bí thư", "bi_thu"),
        ("BÍ THƯ", "bi_thu"),
        ("bi thu chi bo Thôn 4", "bi_thu"),
        ("Bí thư Đảng ủy xã An Bình", "bi_thu"),
        ("Bí  thư\u00a0Huyện ủy", "bi_thu"),
        ("Bi\u0301 thư đảng ủy", "bi_thu"),
        ("Phó Bí thư Thường trực Đảng ủy", "pho_bi_thu_thuong_truc"),
        ("PBT", "pho_bi_thu"),
        ("UV BTV Huyện ủy", "uy_vien_ban_thuong_vu"),
        ("Đảng ủy viên", "cap_uy_vien"),
        ("Chi ủy viên", "chi_uy_vien"),
        ("Chủ nhiệm UBKT Đảng ủy", "chu_nhiem_ubkt"),
        ("Phó chủ tịch UBND xã An Bình", "pho_chu_tich_ubnd"),
        ("Chủ tịch HĐND", "chu_tich_hdnd"),
        ("Chủ tịch UBMTTQ Việt Nam xã", "chu_tich_mttq"),
        ("Trưởng ấp Đồng Tâm", "truong_thon"),
        ("Tổ trưởng tổ dân phố số 4", "truong_thon"),
        ("Trưởng ban công tác Mặt trận thôn 2", "truong_ban_cong_tac_mat_tran"),
        ("Bí thư chi đoàn thôn", "bi_thu_doan"),
        ("Giám đốc Trung tâm chính trị", "giam_doc_trung_tam_chinh_tri"),
        ("Giám đốc Trung tâm Y tế", "thu_truong"),
        ("Bí thư Thành đoàn", ""),
        ("Trưởng bản Nà Sla", "truong_thon"),
        ("Trưởng ban Pháp chế", ""),
        ("Truong ban", ""),
        ("Cán sự", ""),
        ("", ""),
    ],
)
def test_a_title_means_a_role(title, role):
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("Bí thư chi bộ, trưởng thôn", 2),
        ("Phó bí thư Đảng ủy - Chủ tịch UBND xã", 2),
        ("Bí thư kiêm Trưởng ban CTMT", 2),
        ("Ủy viên BTV; Chủ nhiệm UBKT; Phó chủ tịch HĐND", 3),
        ("Bí thư Đảng ủy xã An Bình", 0),
        ("Trưởng thôn, ấp, tổ dân phố", 0),
        ("Trưởng Ban Tuyên giáo và Dân vận", 0),
    ],
)
def test_several_posts_in_one_cell_are_seen(title, count):
    assert len(several_in(title)) == count


def test_every_role_is_found_by_its_own_label_and_offered_once():
    assert {code: role_of(role.label) for code, role in ROLES.items()} == {code: code for code in ROLES}
    offered = [code for _, roles in roles_by_body() for code, _ in roles]
    assert sorted(offered) == sorted(ROLES)


def test_no_two_roles_are_written_alike():
    ways = [title for role in ROLES.values() for title in (role.label, *role.also)]
    assert len({role_of(title) for title in ways}) == len(ROLES)
    assert all(role_of(title) == code for code, role in ROLES.items() for title in role.also)


def test_heads_lead_and_are_one():
    assert ROLES["bi_thu"].single and ROLES["bi_thu"].leads
    assert not ROLES["pho_bi_thu"].single and ROLES["pho_bi_thu"].leads
    assert not ROLES["cap_uy_vien"].leads
    assert ROLES[OTHER].body == Body.DON_VI
