"""The vocabulary: which Vietnamese words a deadline phrase is made of, and the sort each of them is."""

from __future__ import annotations

# A sort of token and the spellings that make it. The longest spelling wins; tone marks may be misplaced.
VOCABULARY: dict[str, tuple[str, ...]] = {
    "BEFORE": ("trước",),
    "BEFORE_END": (
        "trước khi kết thúc", "trước khi hết", "trước lúc kết thúc", "trước thời điểm kết thúc", "trước hết",
    ),
    "BEFORE_WHEN": ("trước khi", "trước lúc", "trước thời điểm"),
    "AT_MOST": (
        "chậm nhất", "chậm nhất là", "chậm nhất vào", "chậm nhất là vào", "chậm nhất đến",
        "chậm nhất là đến", "muộn nhất", "muộn nhất là", "muộn nhất vào", "muộn nhất là vào", "muộn nhất đến",
        "trễ nhất", "trễ nhất là", "trễ nhất vào", "không quá", "không được quá", "không vượt quá",
        "không muộn hơn", "không chậm hơn", "không trễ hơn", "hạn cuối", "hạn cuối là", "hạn chót",
        "hạn chót là", "hạn cuối cùng", "hạn cuối cùng là", "tối đa", "không sau",
        "trước hoặc trong", "trước hoặc vào", "trước hoặc đúng",
    ),
    "UNTIL": ("đến", "tới", "cho đến", "cho tới"),
    "UNTIL_END": ("đến hết", "tới hết", "cho đến hết", "hết", "đến khi kết thúc"),
    "FROM": ("từ", "bắt đầu từ"),
    "BEGIN": ("bắt đầu",),
    "SINCE": ("kể từ", "tính từ", "được tính từ", "tính kể từ"),
    "NOW": ("nay", "bây giờ"),
    "WITHIN": (
        "trong", "trong vòng", "trong thời hạn", "trong thời gian", "trong khoảng thời gian", "trong suốt",
        "trong cả", "vào", "ngay trong", "trong các", "vào các", "suốt",
    ),
    "ABOUT": ("trong khoảng",),
    "SOFT": (
        "dự kiến", "khoảng", "vào khoảng", "cơ bản", "phấn đấu", "ước", "dự tính", "tầm", "dự định",
    ),
    "AFTER": ("sau", "ngay sau", "chậm nhất sau", "sau thời hạn", "sau thời gian"),
    "WHEN": ("khi", "lúc"),
    "AT_ONCE": ("ngay khi", "ngay lập tức khi", "ngay từ khi"),
    "MOMENT": ("thời điểm",),
    "ACCORDING": (
        "theo", "tùy theo", "tuỳ theo", "căn cứ", "căn cứ theo", "căn cứ vào", "phụ thuộc vào",
    ),
    "UNFORESEEN": ("đột xuất",),
    "EVERY": (
        "hàng", "hằng", "mỗi", "từng", "định kỳ hàng", "định kỳ hằng", "định kỳ mỗi", "định kì hàng",
        "định kì hằng", "định kì mỗi", "thường kỳ hàng", "thường kỳ hằng",
    ),
    "PERIODIC": ("định kỳ", "định kì", "thường kỳ"),
    "DAY": ("ngày", "ng"),
    "WORKING_DAY": ("ngày làm việc",),
    "WEEK": ("tuần",),
    "MONTH": ("tháng",),
    "QUARTER": ("quý", "quí"),
    "YEAR": ("năm",),
    "REPORT_PERIOD": ("kỳ", "kì", "kỳ báo cáo"),
    "HOUR": ("giờ", "h", "g"),
    "MINUTE": ("phút", "ph"),
    "WEEKDAY": ("thứ",),
    "SUNDAY": ("chủ nhật",),
    "MORNING": ("sáng", "buổi sáng", "trưa", "buổi trưa"),
    "AFTERNOON": ("chiều", "buổi chiều", "tối"),
    "HALF": ("nửa",),
    "EARLY": ("thượng tuần",),
    "MID": ("trung tuần",),
    "LATE": ("hạ tuần",),
    "FIRST": ("đầu", "đầu tiên"),
    "MIDDLE": ("giữa",),
    "LAST": ("cuối", "cuối cùng"),
    "NEXT": (
        "tiếp theo", "kế tiếp", "liền kề", "sau liền kề", "liền kề sau", "tiếp sau", "liền sau", "kế sau",
        "sau đó", "tiếp theo liền kề", "liền kề tiếp theo",
    ),
    "PREVIOUS": ("liền trước", "trước liền kề", "liền kề trước", "trước đó"),
    "OF": ("của", "thuộc"),
    "WHOLE": ("cả", "toàn"),
    "STAGE": ("giai đoạn", "thời kỳ", "các năm"),
    "CONTINUOUS": (
        "thường xuyên", "liên tục", "duy trì", "thường xuyên liên tục", "quanh năm", "lâu dài",
    ),
    "ONWARD": ("trở đi", "trở về sau"),
    "LATER_YEARS": (
        "những năm tiếp theo", "các năm tiếp theo", "những năm sau", "các năm sau", "năm tiếp theo",
        "những năm tới", "các năm tới", "những năm kế tiếp", "các năm kế tiếp",
    ),
    "AND": ("và", "cùng với"),
    "OR": ("hoặc", "hoặc là"),
    "LUNAR": (
        "âm lịch", "tết", "tết nguyên đán", "nguyên đán", "rằm", "mùng", "mồng", "tháng giêng",
        "tháng chạp", "trung thu", "giỗ tổ", "giỗ tổ hùng vương", "vu lan",
    ),
    "ABOUT_WHOM": ("đối với",),
    "PURPOSE": ("để", "nhằm"),
    "IF": ("nếu", "trường hợp"),
    "TIMES": ("lần",),
    "AT_LEAST": ("ít nhất", "tối thiểu"),
    "NOT_LESS": ("không ít hơn", "không dưới"),
    "DATA_WINDOW": ("chốt số liệu", "kỳ chốt số liệu", "thời điểm chốt số liệu", "thời gian chốt số liệu"),
    "SCHOOL_YEAR": ("năm học",),
}  # fmt: skip

# Words that stand where a month, quarter or count may stand.
NUMERALS: dict[str, int] = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
TEN_IN_COMPOUND = "mươi"

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

# Cells that stand for the cell above. Compared without marks, dots, dashes and spaces.
AS_ABOVE = frozenset(
    {"nt", "n/t", "//", "/", "\"", "''", "″", "〃", "”", "“", "nhu tren", "nhu muc tren", "nhu dong tren",
     "-", "--", "tuong tu", "tuong tu tren", "cung thoi han tren"}
)  # fmt: skip
LIKE_ABOVE = ("nhu tren", "nhu muc", "nhu dong", "nhu nhiem vu", "nhu noi dung", "cung thoi han")
NOTHING_SAID = frozenset(
    {"khong", "khong co", "chua xac dinh", "khong xac dinh", "x", "?", "khong quy dinh", "chua co"}
)

# Openers of a heading that names no product: "Thời gian thực hiện: Quý I/2026".
HEADINGS = (
    "thời gian",
    "thời hạn",
    "thời điểm",
    "tiến độ",
    "hạn",
    "hạn nộp",
    "hạn gửi",
    "kỳ hạn",
    "deadline",
)
# Openers after which words say when, not what: "Cùng đợt Báo cáo Y tế lao động (trước 10/01 năm sau)".
NO_LABELS = ("đã", "theo", "cùng đợt", "cùng kỳ", "cùng thời điểm", "cùng thời gian")
# Verbs of handing in. After a subject they end its label: "Báo cáo năm gửi trước ngày 25/11".
ACTIONS = (
    "hoàn thành", "hoàn thiện", "gửi", "nộp", "xong", "trình", "ban hành", "thực hiện", "triển khai",
    "tổ chức", "báo cáo", "gửi về", "phải hoàn thành", "nhận", "công bố", "khởi công", "cập nhật",
)  # fmt: skip
FINISH = "hoàn thành"
SEND = "gửi"
# What follows "hoàn thành" without naming a product.
NO_PRODUCTS = (
    "việc",
    "toàn bộ",
    "xong",
    "dứt điểm",
    "cơ bản",
    "các nội dung",
    "và",
    "nhiệm vụ",
    "trong",
    "công việc",
)
# Words about manner; no label is made of them and nobody needs to be told that they were left out.
MANNER = (
    "nghiêm túc", "phải", "khẩn trương", "ngay", "cần", "đề nghị", "yêu cầu", "kịp thời", "được", "sẽ", "là",
    "diễn ra", "toàn bộ", "định kỳ", "về", "đúng", "tất cả", "đồng thời",
    "tối thiểu", "ít nhất",
)  # fmt: skip
# Nouns with which a label in brackets after its date begins.
DOCUMENTS = (
    "báo cáo", "kế hoạch", "tờ trình", "dự thảo", "quyết định", "đối với", "văn bản", "hồ sơ", "đợt", "lần",
    "năm", "quý", "tháng", "cả năm", "sơ kết", "tổng kết",
)  # fmt: skip

# Nouns whose number is no day: "lớp 1 tháng 5".
NUMBERED = ("lớp", "đợt", "lần", "khóa", "khoá", "kỳ", "phiên", "vòng", "bước", "nhóm", "cụm", "số")
# Days that are terms of their own; an event keeps the word "ngày" of these (NĐ 09/2019 Đ12).
NAMED_DAYS = ("ngày chốt số liệu",)
# Years a rule speaks of in general: "năm trước năm tính thuế".
RECORD_YEARS = ("tính thuế", "báo cáo", "kế hoạch", "tài chính", "ngân sách", "đánh giá")
NOT_A_LIMIT = ("hạn", "đây", "mắt", "hết", "đó", "tiên", "nhất")
# Verbs that make "định kỳ" without a period a continuing work.
ONGOING = ("cập nhật", "rà soát", "theo dõi", "thực hiện", "triển khai", "kiểm tra", "bổ sung")
# Words of a label that make its date come back.
EVERY_YEAR = ("hằng năm", "hàng năm", "các năm tiếp theo", "những năm tiếp theo")
