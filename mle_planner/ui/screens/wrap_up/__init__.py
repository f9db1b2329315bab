"""The wrap-up page, with which a day ends."""
