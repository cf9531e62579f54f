"""Other headings under which offices keep the columns of people."""

_LISTS = {
    "stt": "tt|số tt|số thứ tự|thứ tự",
    "other_name": "tên gọi khác|họ tên khác|bí danh|tên đang dùng|họ và tên đang dùng",
    "sex": "giới|nam/nữ|nam, nữ|phái",
    "ethnicity": "thành phần dân tộc|dt",
    "religion": "tg|theo tôn giáo",
    "card_issued_on": "ngày cấp thẻ đảng viên|ngày cấp thẻ đảng|cấp thẻ ngày|ngày phát thẻ",
    "card_issued_by": "nơi cấp thẻ đảng viên|cơ quan cấp thẻ|đơn vị cấp thẻ",
    "old_card": "số thẻ qđ 85|số thẻ qđ85|số thẻ cũ|số thẻ đảng viên theo qđ 85|số thẻ đảng cũ",
    "unit_code": "mã tổ chức|mã tổ chức đảng|mã chi bộ|mã đơn vị|mã tcđ|mã tổ chức đảng sinh hoạt",
    "unit": (
        "chi bộ|tên chi bộ|tổ chức đảng|tên tổ chức sinh hoạt|tên tổ chức đảng|chi bộ sinh hoạt|nơi sinh hoạt|đơn vị"
        "|sinh hoạt tại chi bộ|tổ chức đảng đang sinh hoạt"
    ),
    "base": (
        "đảng bộ|đảng ủy|đảng ủy cơ sở|đảng bộ xã|đảng ủy xã|tổ chức cơ sở đảng|tccsđ|đảng bộ bộ phận|xã, phường"
        "|đảng bộ xã, phường"
    ),
    "upper": (
        "đảng bộ huyện|huyện ủy|đảng bộ cấp trên trực tiếp|đảng ủy cấp trên|cấp trên trực tiếp|đảng bộ cấp huyện"
        "|đảng bộ tỉnh"
    ),
    "party_since": (
        "ngày vào đảng csvn|vào đảng ngày|ngày kết nạp|ngày kết nạp đảng|ngày vđ|ngày vào đảng (dự bị)|ngày dự bị"
        "|ngày tháng năm vào đảng"
    ),
    "official_since": (
        "ngày công nhận chính thức|chính thức ngày|ngày ct|ngày vào đảng chính thức|ngày vào đảng (chính thức)"
        "|ngày chuyển chính thức"
    ),
    "status": "loại đảng viên|chính thức/dự bị|tư cách đảng viên|đảng viên ct/db",
    "old_national_id": "cmnd|số cmnd|chứng minh nhân dân|số chứng minh nhân dân|cmnd cũ",
    "state": "tình trạng|trạng thái sinh hoạt|tình trạng sinh hoạt|trạng thái đảng viên",
    "left_on": "ngày rời khỏi|ngày mất|ngày từ trần|ngày ra khỏi đảng",
    "deletion_proposal": "đề nghị xóa hồ sơ|đề nghị xóa bỏ|xóa hồ sơ",
    "occupation": "nghề nghiệp hiện nay|nghề|công việc|nghề nghiệp chính",
    "qualification": (
        "chuyên môn|chuyên môn nghiệp vụ|trình độ cmnv|trình độ chuyên môn, nghiệp vụ|trình độ cm|học vấn|trình độ"
    ),
    "political_theory": "llct|trình độ llct|trình độ lý luận chính trị|lý luận",
    "general_education": (
        "trình độ gdpt|gdpt|học vấn phổ thông|trình độ văn hóa|trình độ giáo dục phổ thông|văn hóa|trình độ học vấn"
    ),
    "foreign_language": "trình độ ngoại ngữ",
    "informatics": "trình độ tin học",
    "residence": "nơi ở|chỗ ở hiện nay|địa chỉ|nơi cư trú|địa chỉ hiện nay|tạm trú",
    "cause": "biến động|loại|nội dung biến động|hình thức|hình thức biến động|lý do biến động",
    "on": "ngày|ngày biến động|từ ngày|ngày có hiệu lực|ngày thực hiện|ngày tiếp nhận",
    "from_unit": "từ chi bộ|nơi đi|chi bộ đi|chi bộ cũ|đơn vị đi|chuyển từ",
    "to_unit": "đến chi bộ|nơi đến|chi bộ|chi bộ mới|đơn vị đến|chuyển đến",
    "other_place": "nơi khác|nơi đi (ngoài hệ thống)|nơi đến (ngoài hệ thống)|chuyển từ (ngoài)|chuyển đến (ngoài)",
    "ground": "căn cứ xóa tên|lý do|căn cứ",
    "decision_number": "số quyết định|quyết định số|số qđ|quyết định",
    "decided_on": "ngày ký quyết định|ngày qđ|ngày quyết định kết nạp",
    "decision_issuer": "nơi ra quyết định|cơ quan ra quyết định|cấp ra quyết định",
    "note": "diễn giải",
    "attribute": "loại|loại trình độ|nội dung",
    "value": "trình độ|giá trị|kết quả",
    "since": "từ ngày|ngày cấp|năm tốt nghiệp|năm cấp|thời gian|ngày tốt nghiệp",
    "diploma": "văn bằng|nơi cấp|nơi đào tạo|trường|bằng, chứng chỉ|cơ sở đào tạo",
}
HEADINGS: dict[str, tuple[str, ...]] = {name: tuple(line.split("|")) for name, line in _LISTS.items()}
"""Field → its other headings."""
