# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Set-based work of the ledger import, past the ORM.

Like ``bulk`` and ``sealed`` nothing here hangs on a model: neither RPC nor a server
action reaches the clear file or the staged rows.
"""
