<?php
// Installs WordPress and writes 100 posts with comments, times the factor: php seed.php FOLDER FACTOR
[, $folder, $factor] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = '127.0.0.1';
require "$folder/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

// No mail to the new administrator.
add_filter('pre_wp_mail', '__return_false');
wp_install('Field notes', 'editor', 'editor@notes.example', true, '', 'heron-and-reed-4');
wp_delete_post(1, true);
switch_theme('twentytwentythree');
update_option('timezone_string', 'UTC');
update_option('permalink_structure', '');

mt_srand(5);
$words = explode(' ', 'heron reed river marsh otter willow frost early light wing nest tide gull path stone fog');
$text = function (int $count) use ($words): string {
    $chosen = [];
    for ($i = 0; $i < $count; $i++) {
        $chosen[] = $words[mt_rand(0, count($words) - 1)];
    }
    return ucfirst(implode(' ', $chosen));
};

// The time of the last change is that of the post, not of the run.
add_filter('wp_insert_post_data', fn($data) => [...$data, 'post_modified' => $data['post_date'], 'post_modified_gmt' => $data['post_date_gmt']]);

$authors = [1];
foreach (['ada', 'bea', 'cem', 'dov', 'eli', 'fay', 'gus', 'hal'] as $name) {
    $authors[] = wp_insert_user(['user_login' => $name, 'user_pass' => "$name-of-the-marsh", 'user_email' => "$name@notes.example",
                                 'display_name' => ucfirst($name), 'role' => 'author']);
}
$categories = [];
for ($i = 0; $i < 12; $i++) {
    $categories[] = wp_insert_term(ucfirst($words[$i]) . " notes", 'category')['term_id'];
}

wp_defer_term_counting(true);
wp_defer_comment_counting(true);
for ($i = 0; $i < 100 * $factor; $i++) {
    $time = gmdate('Y-m-d H:i:s', gmmktime(8, 0, 0, 1, 1, 2020) + $i * 36000);
    $post = wp_insert_post([
        'post_title' => in_array($i, [3, 33, 93]) ? "Kingfisher $i" : $text(4) . " $i",
        'post_content' => "<!-- wp:paragraph -->\n<p>" . $text(150) . "</p>\n<!-- /wp:paragraph -->",
        'post_status' => 'publish',
        'post_author' => $authors[mt_rand(0, count($authors) - 1)],
        'post_category' => [$categories[mt_rand(0, 11)]],
        'tags_input' => [$words[mt_rand(0, 15)], $words[mt_rand(0, 15)]],
        'post_date' => $time,
        'post_date_gmt' => $time,
        'meta_input' => ['weather' => $text(2)],
    ], true);
    if (is_wp_error($post)) {
        throw new Exception($post->get_error_message());
    }
    for ($number = 0; $number < 5; $number++) {
        wp_insert_comment(['comment_post_ID' => $post, 'comment_author' => $text(1), 'comment_author_email' => "reader$number@mail.example",
                           'comment_content' => $text(12), 'comment_date' => $time, 'comment_date_gmt' => $time, 'comment_approved' => 1]);
    }
}
wp_defer_comment_counting(false);
wp_defer_term_counting(false);
