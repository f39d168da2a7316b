# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why a package is refused: code -> what is wrong with it."""

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

REASONS = {
    # The container
    "not_zip": _("The file is no ZIP archive, or it is cut off."),
    "too_many": _("The package holds more files than are allowed."),
    "too_big": _("Unpacked, the package is larger than allowed."),
    "too_dense": _("A file unpacks to many times its size: a trap."),
    "path_outside": _("The name of a file leads out of the package."),
    "link": _("The package holds a link or a device instead of a file."),
    "name_twice": _("Two files have one name."),
    "name_case": _("Two names differ in upper and lower case only."),
    "name_form": _("Two names are the same text in two Unicode forms."),
    "name_bad": _("The name of a file holds characters that are not allowed."),
    "encrypted": _("The package is encrypted."),
    "compression": _("The package uses a compression that is not allowed."),
    "member_broken": _("A file in the package is damaged."),
    # BagIt
    "bag_not": _("The package is no BagIt bag."),
    "bag_fetch": _("The bag wants to fetch files from elsewhere."),
    "bag_oxum": _("Number or size of the files is not what the bag says."),
    "bag_manifest": _("The bag has no SHA-256 manifest."),
    "bag_extra": _("A file lies in the bag that its manifest does not name."),
    "bag_missing": _("A file is missing that the manifest names."),
    "bag_digest": _("A file is not the one the manifest names: the digest differs."),
    "bag_sm3": _("A file does not have the SM3 digest that the bag says."),
    "bag_broken": _("A file of the bag itself cannot be read."),
    # Carrier
    "carrier_no_note": _("The note file (说明文件.TXT) is missing."),
    "carrier_no_catalogue": _("The catalogue (文件目录.XML) is missing."),
    "carrier_catalogue": _("The catalogue is not well-formed."),
    "carrier_encoding": _("The catalogue is neither in GB18030 nor in UTF-8."),
    "carrier_missing": _("A file is missing that the catalogue names."),
    "carrier_extra": _("A file lies on the carrier that the catalogue does not name."),
    "carrier_folder": _("Something lies on the carrier that has no place there."),
    # EEP
    "eep_xml": _("The encapsulation package is not well-formed XML."),
    "eep_doctype": _("The encapsulation package holds a document type definition."),
    "eep_root": _("The file is no encapsulation package."),
    "eep_version": _("The version of the encapsulation package is not known."),
    "eep_kind": _("Modified packages cannot be taken over."),
    "eep_structure": _(
        "An element of the encapsulation package is missing or misplaced."
    ),
    "eep_base64": _("The encoded data are damaged."),
    "eep_encoding": _("The encoding of the data is not known."),
    "eep_idref": _("A reference leads to nothing in the package."),
    "eep_id_twice": _("An identifier is used twice."),
    "eep_size": _("The content does not have the size that is told of it."),
    "eep_digest": _("The content does not have the digest that is told of it."),
    "eep_text": _("A text in the package is longer than allowed."),
    "eep_none": _("There is no encapsulation package in it."),
    # Taking over
    "content_missing": _("The content of a document is missing."),
    "code_twice": _("A reference code occurs twice."),
    "item_date": _("A paper of the package has no date."),
    "package_changed": _("The package is not the one that was handed over."),
}
