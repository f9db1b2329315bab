"""The stored records, as plain values."""
