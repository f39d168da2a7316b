# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The language in which archives are described."""

#: Archives of a Chinese office are described in Chinese, whoever opens a volume.
CODE = "zh_CN"


def described(records):
    """These records in the language of the archives, where it is installed.

    A title is given once and stays for good: it must not depend on the language of
    the user, or of the program without a user, that happened to write it.
    """
    found = records.env["res.lang"]._get_data(code=CODE).code
    return records.with_context(lang=found) if found else records
