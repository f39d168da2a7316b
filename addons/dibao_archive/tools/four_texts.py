# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the inspection says: code -> sentence. Values of items are never quoted."""

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

TEXTS = {
    # Authenticity
    "digest": _("The %(algorithm)s digest is not the recorded one."),
    "digest_none": _("No digest is recorded: what was filed cannot be proved."),
    "signature_invalid": _("The electronic signature in the file does not hold."),
    "signature_untrusted": _(
        "The file is unchanged since it was signed; its signer is not known here."
    ),
    "signature_not_run": _("The electronic signature in the file was not checked."),
    "too_long": _("%(element)s is longer than %(limit)s characters."),
    "too_short": _("%(element)s is shorter than %(limit)s characters."),
    "not_number": _("%(element)s is not a number."),
    "not_date": _("%(element)s is not a date (YYYYMMDD)."),
    "not_shape": _("%(element)s does not have the prescribed form."),
    "repeated": _("%(element)s stands more than once."),
    "too_small": _("%(element)s is below %(limit)s."),
    "too_large": _("%(element)s is above %(limit)s."),
    "not_in_table": _("%(element)s is not in the code table."),
    "date_future": _("The paper is dated after today."),
    "date_order": _("The paper is dated after its filing."),
    "year_code": _("The year in the reference code is not that of the record."),
    "year_date": _("The year of the record is not that of its date."),
    "volume_order": _("The volume was closed before it was opened."),
    "page_order": _("The first page of an item is not after the pages before it."),
    "character": _(
        "%(element)s holds a character that may not stand there (%(code)s)."
    ),
    "character_private": _(
        "%(element)s holds a privately assigned character (%(code)s): others read "
        "something else."
    ),
    "code_profile": _("The reference code does not follow the profile."),
    "code_none": _("There is no reference code."),
    "twice_code": _("The reference code occurs twice."),
    "twice_digest": _("The same content is kept with another item, too."),
    "twice_title": _("Title, date and responsible party are those of another item."),
    "size": _("The size is not the recorded one."),
    "mimetype": _("The content is of another format than recorded."),
    "ending": _("The ending of the name does not fit the format."),
    "pages": _("The pages counted are not those recorded."),
    "pages_item": _("The pages of the files are not those of the item."),
    "no_document": _("No electronic original belongs to the item."),
    "no_item": _("A file belongs to no item."),
    "package": _("The package: %(reason)s"),
    "package_changed": _("The package is not the one that was handed over."),
    "package_no_digest": _(
        "The digest of the package before its transfer is not known."
    ),
    # Completeness
    "count_items": _("%(found)s items instead of the %(told)s of the register."),
    "count_bytes": _("%(found)s bytes instead of the %(told)s of the register."),
    "no_register": _("There is no register to compare with."),
    "absent": _("The element %(element)s is missing."),
    "empty": _("%(element)s must be filled."),
    "step": _("The step “%(step)s” is not recorded."),
    "step_agent": _("A recorded step does not say who carried it out."),
    "begin": _("The numbers of the items do not begin at 1."),
    "gap": _("Number %(number)s is missing."),
    "number_twice": _("Number %(number)s occurs twice."),
    "content_gone": _("The file is not where it is kept."),
    "content_cut": _("The file does not open to its end."),
    "annex_alone": _("An annex is there without the body it belongs to."),
    "main_none": _("There are annexes, but no main document."),
    "scope": _("A paper of the filing scope is missing: %(kind)s."),
    "metadata_count": _("%(found)s descriptions instead of %(told)s."),
    # Usability
    "no_package": _("There is no package at this stage."),
    "unreachable": _("The description cannot be read in the database."),
    "format": _("The format %(format)s is not one that archives keep."),
    "unreadable": _("The file cannot be opened."),
    "not_looked": _("The file was not opened."),
    "backup_none": _("No backup is known of."),
    "backup_old": _("The last backup is %(hours)s hours old."),
    "drill_none": _("It was never tried to restore a backup."),
    "locked": _("The file is locked by a password."),
    # Security
    "scanner_none": _("No malware scanner is at work."),
    "infected": _("The malware scanner found something."),
    "not_scanned": _("Not scanned for malware."),
    "surplus": _("A file lies there that no description names."),
    # By hand
    "by_hand": _("To be looked at by a person."),
    "not_here": _("Could not be carried out: %(reason)s"),
}
