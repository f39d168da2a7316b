# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What training asks for and gives, without a database."""
