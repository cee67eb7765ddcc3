<?php
// PHP's own server answers 404 for paths with an extension; pretty permalinks and /wp-sitemap.xml go to WordPress.
$path = $_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_file($path)) return false;
if (is_dir($path) && is_file("$path/index.php")) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php';
chdir($_SERVER['DOCUMENT_ROOT']);
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
