"""The marks that content management systems leave in their pages; for a person who reads an agency's file."""

import re

_MARKS = (
    ("WordPress", rb"/wp-content/|/wp-includes/|api\.w\.org"),
    ("Liferay", rb"Liferay\.|/combo/\?browserId|[?&]p_p_id="),
    ("NukeViet", rb"nukeviet|nv_base_siteurl|[?&;]nv=\w"),
    ("DotNetNuke", rb"/DesktopModules/|dnn_ctr|DotNetNuke"),
    ("SharePoint", rb"_spPageContextInfo|/_layouts/15|MicrosoftSharePoint"),
    ("Kentico", rb"/CMSPages/|/getmedia/|__CMSCsrfToken"),
    ("Oracle WebCenter", rb"dDocName=|/oracle/webcenter/"),
    ("Drupal", rb"/sites/default/files|Drupal\.settings|drupal-settings-json"),
    ("Joomla", rb"/media/jui/|com_content|/media/system/js/"),
    ("CKAN", rb"/webassets/ckan|ckan-footer"),
    ("ASP.NET", rb"__VIEWSTATE|\.aspx[\"?]"),
)


def system_of(page: bytes) -> str | None:
    """The name of the system that made a page, by the first mark that fits; None when none does."""
    return next((name for name, mark in _MARKS if re.search(mark, page, re.IGNORECASE)), None)
