# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A30: what is wrong with the papers of a household."""

from odoo.tools import SQL

from .ground import OWN, test_of

#: Found when a file was taken in: it cannot be read as it should (DA/T 31-2017).
POOR = ("dpi_low", "bitonal", "signature_broken", "signature_changed")
#: The same of a file that was kept.
BROKEN = ("missing", "truncated", "damaged", "key")


@test_of("archive_gaps")
def archive_gaps(ground):
    """A30: required papers missing, forms unsigned or blank, no photograph, scans that
    cannot be read, faults that an inspection found. One alert a household.

    An item without a date cannot be kept. The board of gaps, the findings of files and
    the results of inspections are re-used.
    """
    faults = SQL(" UNION ALL ").join(
        SQL("SELECT %s AS fault, household_id, since FROM (%s) AS f", name, found)
        for name, found in (
            ("papers_missing", _missing()),
            ("form_unsigned", _visits("v.signed = 0")),
            ("form_blank", _visits("v.blank")),
            ("no_photo", _photos()),
            ("scan_poor", _scans()),
            ("file_broken", _broken()),
            ("inspected", _inspected()),
        )
    )
    return SQL(
        """SELECT f.household_id, NULL::int AS person_id, h.division_id,
                  'h' || f.household_id AS fact_key, min(f.since) AS fact_on,
                  count(*) AS amount,
                  string_agg(DISTINCT f.fault, ',' ORDER BY f.fault) AS material,
                  %s,
                  jsonb_build_object('count', count(*),
                      'faults', jsonb_agg(DISTINCT f.fault)) AS said
             FROM (%s) AS f
             JOIN dibao_household h ON h.id = f.household_id
            GROUP BY f.household_id, h.division_id""",
        OWN,
        faults,
    )


def _missing():
    return SQL(
        """SELECT household_id, noticed_on AS since FROM dibao_volume_gap
            WHERE household_id IS NOT NULL"""
    )


def _visits(condition):
    """Forms of home visits that nobody of the household signed, or that are blank."""
    return SQL(
        """SELECT v.household_id, v.visited_on::date AS since
             FROM (SELECT d.household_id, d.visited_on,
                          (SELECT count(*) FROM dibao_person_dibao_visit_rel s
                            WHERE s.dibao_visit_id = d.id) AS signed,
                          coalesce(d.housing, d.living, d.work, d.health) IS NULL
                          AS blank
                     FROM dibao_visit d
                    WHERE d.state = 'done' AND d.kind = 'home') v
            WHERE """
        + condition
    )


def _photos():
    """Households that were visited at home, whose volumes hold no photograph of it.

    That of a posted notice is none.
    """
    return SQL(
        """SELECT v.household_id, min(v.visited_on)::date AS since
             FROM dibao_visit v
             JOIN alert_place a ON a.place_id = v.division_id AND a.alert_visit_photo
            WHERE v.state = 'done' AND v.kind = 'home'
              AND NOT EXISTS (
                  SELECT 1 FROM dibao_item i
                    JOIN dibao_document_kind k ON k.id = i.kind_id
                   WHERE i.household_id = v.household_id AND k.code = 'PHOTO'
                     AND i.state <> 'destroyed'
                     AND NOT EXISTS (SELECT 1 FROM dibao_visit_photo p
                                      WHERE p.item_id = i.id
                                        AND p.notice_id IS NOT NULL))
            GROUP BY v.household_id"""
    )


def _scans():
    """Scans and photographs below what is asked for, signatures that do not fit."""
    return SQL(
        """SELECT o.household_id, o.captured_on::date AS since
             FROM dibao_original o
            WHERE o.state = 'kept' AND o.role <> 'derivative'
              AND o.household_id IS NOT NULL
              AND EXISTS (SELECT 1 FROM jsonb_array_elements(
                              CASE jsonb_typeof(o.findings) WHEN 'array'
                                   THEN o.findings ELSE '[]' END) AS one
                           WHERE one->>0 IN %s)""",
        POOR,
    )


def _broken():
    """Files that a fixity round could not read, and that are not mended."""
    return SQL(
        """SELECT o.household_id, f.found_on::date AS since
             FROM dibao_fixity_finding f
             JOIN dibao_original o ON o.id = f.original_id
            WHERE f.state = 'open' AND f.kind IN %s AND o.household_id IS NOT NULL""",
        BROKEN,
    )


def _inspected():
    """Items that do not pass what they were inspected for last (blank entries too)."""
    return SQL(
        """SELECT i.household_id, last.done_on::date AS since
             FROM (SELECT DISTINCT ON (r.item_id, r.number) r.item_id, r.result,
                          r.done_on
                     FROM dibao_inspection_result r
                    WHERE r.item_id IS NOT NULL AND r.is_head IS NOT TRUE
                    ORDER BY r.item_id, r.number, r.inspection_id DESC) last
             JOIN dibao_item i ON i.id = last.item_id
            WHERE last.result = 'fail' AND i.household_id IS NOT NULL
              AND i.state <> 'destroyed'"""
    )
