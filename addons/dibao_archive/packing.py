# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Packages of the vault: written into it and read out of it as streams.

No clear copy of a package ever lies on disk. Like the vault this hangs on no model.
"""

from contextlib import contextmanager

from odoo import fields

from . import describe, vault
from .tools import package, package_zip
from .tools.archive_record import PackageError
from .tools.eep import Header
from .tools.four_property import PackageSeen
from .tools.private_spool import Kept, spooled

CONTEXT = "transfer"


def limits(env, division):
    """What a package may hold at a place, by policy."""
    policy = env["dibao.policy"].sudo()
    return package_zip.Limits(
        files=policy._require("package_files", division),
        size=policy._require("package_gigabytes", division) << 30,
        ratio=policy._require("package_ratio", division),
    )


def pack(env, transfer, records):
    """Write the package of a transfer into the vault.

    :rtype: vault.Stored
    """
    made = describe.moment(fields.Datetime.now())
    header = Header(made, transfer.fonds_id.agency_name or transfer.fonds_id.name)
    pieces = package.chunks(
        transfer.profile,
        records,
        header,
        note_lines(transfer, made),
        transfer.ascii_names,
        transfer.encoding,
    )
    return vault.put(env, package_zip.ChunkStream(pieces), CONTEXT)


def note_lines(transfer, made):
    """What the note file of a carrier says, always in Chinese."""
    fonds = transfer.fonds_id
    return [
        ("移交编号", transfer.name),
        ("移交单位", fonds.agency_name or fonds.name),
        ("全宗号", fonds.code),
        ("接收单位", transfer.receiver or ""),
        ("制作时间", made),
        ("案卷数", transfer.volume_count),
        ("件数", transfer.item_count),
        ("页数", transfer.page_count),
        ("字节数", int(transfer.byte_count)),
        ("载体", transfer.carrier_note or ""),
        ("说明", "文件目录.XML列出电子档案文件夹内的全部文件；其他文件夹内为元数据"),
    ]


@contextmanager
def opened(env, transfer):
    """The package of a transfer as it lies in the vault.

    :raise PackageError: it is refused
    """
    row = transfer.sudo()
    with vault.stream(row, CONTEXT) as stream:
        yield package_zip.Package(stream, limits(env, transfer.division_id))


def seen(env, transfer):
    """What the inspection is told of a package: problems, digests, descriptions."""
    row = transfer.sudo()
    found = PackageSeen(told_sha256=(transfer.told_sha256 or "").strip().lower())
    try:
        with vault.stream(row, CONTEXT) as stream:
            _size, found.sha256, _sm3 = describe.digests(stream)
            stream.seek(0)
            whole = package_zip.Package(stream, limits(env, transfer.division_id))
            profile = package.check(whole)
            found.described = sum(1 for _one in package.records(whole, profile))
    except PackageError as error:
        found.problems = [(error.code, error.where)]
    if transfer.direction == "out":
        found.told_sha256 = row.sha256
    return found


def records_of(env, transfer):
    """The items of a received package, each with its contents at hand.

    Contents are open until the next item is asked for.

    :raise PackageError: it is refused
    """
    with opened(env, transfer) as whole:
        profile = package.profile_of(whole)
        spools = []

        def sink(_name, _number):
            spools.append(Kept())
            return spools[-1]

        for record, header in package.records(whole, profile, sink):
            for document, spool in zip(record.documents, spools, strict=False):
                document.open = spool.open
            yield record, header
            for spool in spools:
                spool.spool.close()
            spools.clear()


def look(env, document, division):
    """What a document of a package is found to be.

    :rtype: archive_record.Seen
    """
    with document.open() as stream:
        kept = spooled(stream)
    with kept.spool, kept.open() as stream:
        return describe.look_at(env, stream, document.name, division)
