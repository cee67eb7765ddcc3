<?php
// Installs WordPress in Vietnamese and writes the posts: seed.php ROOT URL POSTS
[, $root, $url, $posts] = $argv;
$_SERVER += ['HTTP_HOST' => parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT), 'REQUEST_URI' => '/', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET'];
define('WP_INSTALLING', true);
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';

wp_install('Chi cục Đo lường mẫu', 'bien-tap', 'bt@example.vn', true, '', 'mat-khau', 'vi');
update_option('siteurl', $url);
update_option('home', $url);
update_option('timezone_string', 'Asia/Ho_Chi_Minh');
update_option('date_format', 'j F, Y');
update_option('permalink_structure', '/%postname%/');
update_option('WPLANG', 'vi');
wp_delete_post(1, true);
global $wp_rewrite;
$wp_rewrite->init();
create_initial_taxonomies(); // with the permalinks just set, or category pages would be 404
$wp_rewrite->flush_rules();

$subjects = ['quan trắc nước dưới đất', 'kiểm định cân ô tô', 'bảo tồn rạn san hô', 'thử nghiệm thép xây dựng', 'an toàn bức xạ', 'hiệu chuẩn nhiệt kế', 'nhãn hàng hóa', 'mã số mã vạch'];
$places = ['Đà Nẵng', 'Quảng Ngãi', 'Bình Thuận', 'Huế', 'Kon Tum', 'Cà Mau', 'Điện Biên'];
$actions = ['Tập huấn', 'Khảo sát', 'Hội thảo', 'Kiểm tra', 'Công bố kết quả', 'Nghiệm thu'];
// As tests/newsroom.py: so varied that nothing is taken for chrome.
$samples = [
    'Đại diện đơn vị cho biết %d mẫu đã được lấy và phân tích, kết quả sẽ được gửi tới các cơ sở trong vòng %d ngày làm việc theo đúng quy định hiện hành.',
    'Tại hiện trường, %d mẫu đã được niêm phong rồi chuyển về phòng thử nghiệm; sau %d ngày cơ sở nhận phiếu kết quả theo đúng quy định hiện hành.',
    'Qua sàng lọc, %d mẫu đã đạt yêu cầu ngay lần đầu, số còn lại phải đo lại sau %d ngày theo đúng quy định hiện hành.',
];
$ends = [
    'Cũng trong chuyến công tác, hai bên thống nhất kế hoạch cho quý tiếp theo và phân công cán bộ đầu mối, bảo đảm việc trao đổi số liệu được liên tục.',
    'Buổi làm việc kết thúc bằng phần giải đáp cho các cơ sở về lệ phí, thời hạn và cách đăng ký qua mạng.',
    'Đoàn cũng ghi nhận kiến nghị về việc bổ sung chuẩn đo lường và sẽ trả lời bằng văn bản trong tháng.',
];
$categories = [];
foreach (['Tin hoạt động', 'Thông báo', 'Khoa học – Công nghệ'] as $name) $categories[] = wp_create_category($name);

function upload(string $name, string $bytes, string $mime): int {
    $stored = wp_upload_bits($name, null, $bytes);
    $id = wp_insert_attachment(['post_mime_type' => $mime, 'post_title' => $name, 'post_status' => 'inherit'], $stored['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $stored['file']));
    return $id;
}
$picture = imagecreatetruecolor(640, 360);
imagefilledellipse($picture, 320, 180, 300, 200, imagecolorallocate($picture, 30, 120, 200));
ob_start(); imagejpeg($picture); $image = upload('hien-truong.jpg', ob_get_clean(), 'image/jpeg');
$pdf = upload('thong-bao.pdf', file_get_contents(__DIR__ . '/notice.pdf'), 'application/pdf');

$made = [];
for ($n = 1; $n <= $posts; $n++) {
    $subject = $subjects[$n % 8]; $place = $places[$n % 7]; $action = $actions[$n % 6];
    $when = gmdate('Y-m-d H:i:s', gmmktime(1, 7, 11, 1, 5, 2015) + $n * 1987200 + $n * 61);
    $local = get_date_from_gmt($when);
    $title = "$action $subject tại $place – đợt $n";
    $body = "<!-- wp:paragraph --><p>Ngày " . substr($local, 8, 2) . '/' . substr($local, 5, 2) . ", đoàn công tác của Chi cục đã làm việc tại $place về $subject; đây là đợt thứ $n trong chương trình phối hợp nhiều năm giữa hai bên.</p><!-- /wp:paragraph -->\n"
          . '<!-- wp:paragraph --><p>' . sprintf($samples[$n % 3], $n * 7 + 3, $n % 20 + 5) . "</p><!-- /wp:paragraph -->\n"
          . '<!-- wp:paragraph --><p>' . $ends[intdiv($n, 3) % 3] . '</p><!-- /wp:paragraph -->';
    if ($n % 5 === 0) $body .= "\n<!-- wp:image --><figure class=\"wp-block-image\"><img src=\"" . wp_get_attachment_url($image) . "\" alt=\"\"/><figcaption>Đoàn lấy mẫu tại hiện trường đợt $n</figcaption></figure><!-- /wp:image -->";
    if ($n % 40 === 0) $body .= "\n<!-- wp:paragraph --><p><a href=\"" . wp_get_attachment_url($pdf) . "\">Tải thông báo</a></p><!-- /wp:paragraph -->";
    $id = wp_insert_post(['post_title' => $title, 'post_content' => $body, 'post_status' => 'publish', 'post_author' => 1, 'post_date' => $local, 'post_date_gmt' => $when, 'post_modified' => $local, 'post_modified_gmt' => $when, 'post_category' => [$categories[$n % 3]]], true);
    if (is_wp_error($id)) { fwrite(STDERR, $id->get_error_message()); exit(1); }
    $made[] = ['url' => get_permalink($id), 'title' => $title, 'published' => str_replace(' ', 'T', $local) . '+07:00'];
}
wp_insert_post(['post_type' => 'page', 'post_title' => 'Giới thiệu', 'post_content' => '<p>Chi cục Đo lường mẫu là đơn vị trực thuộc, thực hiện nhiệm vụ kiểm định phương tiện đo trên địa bàn.</p>', 'post_status' => 'publish']);
echo json_encode($made, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
