"""The files a timesheet can be written as: one module a format, all listed in ``registry``."""
