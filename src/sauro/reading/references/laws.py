"""Names of laws, so that a cited law is quoted by its whole name and not a word more.

The codes and laws of Việt Nam in force or lately replaced, without 'Luật' before them. A law that is not here is quoted
up to the first word that cannot belong to a name.
"""

LAWS = (
    "An ninh mạng", "An ninh quốc gia", "An toàn, vệ sinh lao động", "An toàn thông tin mạng", "An toàn thực phẩm",
    "Bảo hiểm tiền gửi", "Bảo hiểm xã hội", "Bảo hiểm y tế", "Bảo vệ bí mật nhà nước", "Bảo vệ dữ liệu cá nhân",
    "Bảo vệ môi trường", "Bảo vệ và kiểm dịch thực vật", "Bảo vệ quyền lợi người tiêu dùng", "Bảo vệ sức khỏe nhân dân",
    "Ban hành văn bản quy phạm pháp luật", "Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân", "Biên phòng Việt Nam",
    "Bình đẳng giới", "Bưu chính", "Căn cước", "Căn cước công dân", "Các tổ chức tín dụng", "Cán bộ, công chức",
    "Cảnh sát biển Việt Nam", "Cảnh sát cơ động", "Cạnh tranh", "Chăn nuôi", "Chất lượng sản phẩm, hàng hóa",
    "Chứng khoán", "Chuyển đổi số", "Chuyển giao công nghệ", "Công an nhân dân", "Công chứng", "Công đoàn",
    "Công nghệ cao", "Công nghệ thông tin", "Công nghiệp công nghệ số", "Cư trú", "Dân quân tự vệ", "Dân số", "Dầu khí",
    "Di sản văn hóa", "Dẫn độ", "Doanh nghiệp", "Du lịch", "Dược", "Dữ liệu", "Dự trữ quốc gia", "Đa dạng sinh học",
    "Đất đai", "Đặc xá", "Đầu tư", "Đầu tư công", "Đầu tư theo phương thức đối tác công tư", "Đấu giá tài sản", "Đấu thầu",
    "Đê điều", "Điện ảnh", "Điện lực", "Điều ước quốc tế", "Đo đạc và bản đồ", "Đo lường", "Đường bộ", "Đường sắt", "Giá",
    "Giám định tư pháp", "Giáo dục", "Giáo dục đại học", "Giáo dục nghề nghiệp", "Giáo dục quốc phòng và an ninh",
    "Giao dịch điện tử", "Giao thông đường bộ", "Giao thông đường thủy nội địa", "Hải quan", "Hàng không dân dụng Việt Nam",
    "Hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác", "Hóa chất", "Hòa giải ở cơ sở",
    "Hoạt động giám sát của Quốc hội và Hội đồng nhân dân", "Hòa giải, đối thoại tại Tòa án", "Hộ tịch",
    "Hôn nhân và gia đình", "Hợp tác xã", "Kế toán", "Khám bệnh, chữa bệnh", "Khiếu nại", "Khí tượng thủy văn",
    "Khoa học và công nghệ", "Khoa học, công nghệ và đổi mới sáng tạo", "Khoáng sản", "Địa chất và khoáng sản",
    "Kiểm toán độc lập", "Kiểm toán nhà nước", "Kiến trúc", "Kinh doanh bảo hiểm", "Kinh doanh bất động sản", "Lâm nghiệp",
    "Luật sư", "Lưu trữ", "Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở", "Mặt trận Tổ quốc Việt Nam",
    "Năng lượng nguyên tử", "Ngân hàng Nhà nước Việt Nam", "Ngân sách nhà nước", "Nghĩa vụ quân sự", "Người cao tuổi",
    "Người khuyết tật", "Nhà giáo", "Nhà ở", "Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam",
    "Nuôi con nuôi", "Phá sản", "Phát triển đô thị", "Phòng bệnh", "Phòng cháy và chữa cháy",
    "Phòng cháy, chữa cháy và cứu nạn, cứu hộ", "Phòng, chống bạo lực gia đình", "Phòng, chống bệnh truyền nhiễm",
    "Phòng, chống ma túy", "Phòng, chống mua bán người", "Phòng, chống rửa tiền", "Phòng, chống tác hại của rượu, bia",
    "Phòng, chống tác hại của thuốc lá", "Phòng, chống tham nhũng", "Phòng, chống thiên tai", "Phòng không nhân dân",
    "Phòng thủ dân sự", "Phổ biến, giáo dục pháp luật", "Quảng cáo", "Quản lý ngoại thương", "Quản lý nợ công",
    "Quản lý thuế", "Quản lý, sử dụng tài sản công", "Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ",
    "Quốc phòng", "Quốc tịch Việt Nam", "Quy hoạch", "Quy hoạch đô thị", "Quy hoạch đô thị và nông thôn", "Sở hữu trí tuệ",
    "Sử dụng năng lượng tiết kiệm và hiệu quả", "Sĩ quan Quân đội nhân dân Việt Nam", "Tài nguyên nước",
    "Tài nguyên, môi trường biển và hải đảo", "Tần số vô tuyến điện", "Thanh niên", "Thanh tra", "Thể dục, thể thao",
    "Thi đua, khen thưởng", "Thi hành án dân sự", "Thi hành án hình sự", "Thi hành tạm giữ, tạm giam", "Thỏa thuận quốc tế",
    "Thống kê", "Thủ đô", "Thú y", "Thủy lợi", "Thủy sản", "Thuế bảo vệ môi trường", "Thuế giá trị gia tăng",
    "Thuế sử dụng đất phi nông nghiệp", "Thuế tài nguyên", "Thuế thu nhập cá nhân", "Thuế thu nhập doanh nghiệp",
    "Thuế tiêu thụ đặc biệt", "Thuế xuất khẩu, thuế nhập khẩu", "Thực hành tiết kiệm, chống lãng phí",
    "Thực hiện dân chủ ở cơ sở", "Dân chủ ở cơ sở", "Thương mại", "Tiếp cận thông tin", "Tiếp công dân",
    "Tiêu chuẩn và quy chuẩn kỹ thuật", "Tín ngưỡng, tôn giáo", "Tổ chức Chính phủ", "Tổ chức chính quyền địa phương",
    "Tổ chức Hội đồng nhân dân và Ủy ban nhân dân", "Tổ chức Quốc hội", "Tổ chức Tòa án nhân dân",
    "Tổ chức Viện kiểm sát nhân dân", "Tố cáo", "Tố tụng hành chính", "Trách nhiệm bồi thường của Nhà nước",
    "Trật tự, an toàn giao thông đường bộ", "Trẻ em", "Trí tuệ nhân tạo", "Trọng tài thương mại", "Trồng trọt",
    "Trợ giúp pháp lý", "Trưng cầu ý dân", "Trưng mua, trưng dụng tài sản", "Tương trợ tư pháp", "Tư pháp người chưa thành niên",
    "Tạm giữ, tạm giam và cấm đi khỏi nơi cư trú", "Viên chức", "Việc làm", "Viễn thông", "Xây dựng",
    "Xử lý vi phạm hành chính", "Xuất bản", "Xuất cảnh, nhập cảnh của công dân Việt Nam", "Báo chí",
)  # fmt: skip

CODES = ("Dân sự", "Hình sự", "Hàng hải Việt Nam", "Lao động", "Tố tụng dân sự", "Tố tụng hình sự")
