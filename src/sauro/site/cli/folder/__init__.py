"""`sauro read FOLDER --out RESULTS`: every file of a folder, with all cores, and from where it was interrupted.

Each file is read in a process of its own, which writes the result whole or not at all and then a small record of it
under `RESULTS/.sauro`. What has a record of the same content, reader and settings is not read again. Whatever happens to
one file (a crash, a bomb, a loop) is a line of the report and no more.
"""
