# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a photograph says of itself: when and where it was taken (EXIF)."""

import io
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image

#: Formats a telephone's camera gives that the office's machines can show.
FORMATS = ("JPEG", "PNG", "WEBP")
#: No camera of a telephone has more; beyond it a file is made to do harm.
MOST_PIXELS = 120_000_000


class NoPhoto(ValueError):
    """The file is no picture of a known kind."""


@dataclass(frozen=True)
class Facts:
    """Local time of the camera without its zone; degrees of WGS 84, or None."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read(content):
    """The facts of a photograph.

    :param bytes content: the file
    :raise NoPhoto: it cannot be read as a picture
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPhoto("too large")
            exif = picture.getexif()
            details = exif.get_ifd(ExifTags.IFD.Exif)
            place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except NoPhoto:
        raise
    except Exception as error:  # a broken file breaks in many ways
        raise NoPhoto(str(error)) from error
    said = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(
        ExifTags.Base.DateTime
    )
    latitude, longitude = position(place)
    return Facts(moment(said), latitude, longitude)


def moment(said):
    """A time as cameras write it, or None.

    >>> moment("2026:03:04 09:05:06")
    datetime.datetime(2026, 3, 4, 9, 5, 6)
    >>> moment("    :  :     :  :  ") is None
    True
    """
    try:
        return datetime.strptime(str(said or "").strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None


def position(place):
    """Latitude and longitude of the GPS part, both or neither.

    >>> position({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 30.0, 36.0)})
    (30.25, 120.51)
    >>> position({1: "N", 2: (30.0, 15.0, 0.0)})
    (None, None)
    """
    tags = ExifTags.GPS
    latitude = _degrees(place.get(tags.GPSLatitude), place.get(tags.GPSLatitudeRef))
    longitude = _degrees(place.get(tags.GPSLongitude), place.get(tags.GPSLongitudeRef))
    if not is_place(latitude, longitude):
        return None, None
    return latitude, longitude


def is_place(latitude, longitude):
    """Whether two numbers are a place; telephones without a fix write 0, 0.

    >>> is_place(0.0, 0.0), is_place(30.2, 120.5), is_place(95.0, 10.0)
    (False, True, False)
    """
    if latitude is None or longitude is None or (not latitude and not longitude):
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _degrees(parts, side):
    try:
        whole, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = whole + minutes / 60 + seconds / 3600
    if value != value:  # a fraction of nothing
        return None
    return round(-value if str(side).strip("\0 ") in ("S", "W") else value, 6)
