"""Writes debian/copyright and NOTICE: the licenses of everything that the programs contain.

    licenses.py BUILD_FOLDER FOLDER
"""

import pathlib
import sys

import components

HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: thaw
Comment:
 The programs contain the libraries listed below. Their licenses and notices
 are in the file NOTICE beside this one.

Files: *
Copyright: 2026 the contributors to Thaw
License: none-yet
 The project has not chosen a license yet. Ask its maintainers before you pass
 on copies or changed versions.
"""

COMMON = {
    components.APACHE: "/usr/share/common-licenses/Apache-2.0",
    components.SWIFT: "/usr/share/common-licenses/Apache-2.0",
    "GPL-3.0-or-later WITH GCC-exception-3.1": "/usr/share/common-licenses/GPL-3",
}


def copyright_file(parts):
    text = HEAD
    for part in parts:
        text += f"\nFiles: {part.name}\nCopyright: the authors of {part.name}, see NOTICE\nLicense: {part.license.replace(' WITH ', '-with-')}\n"
        text += f"Comment: version {part.version}, {part.source}\n"
    for license in sorted({part.license for part in parts}):
        text += f"\nLicense: {license.replace(' WITH ', '-with-')}\n"
        if license in COMMON:
            text += f" On Debian systems, the license is in {COMMON[license]}.\n"
            if " WITH " in license:
                text += f" It has the {license.split(' WITH ')[1]}.\n"
        else:
            text += " The license is in the file NOTICE beside this one.\n"
    return text


def notice_file(parts):
    """The notices that Apache-2.0 asks to pass on, and the texts of the licenses that are not on every Debian system."""
    text = "The programs contain these libraries.\n"
    for part in parts:
        own = part.license_text if part.license not in COMMON else ""
        body = "\n".join(each for each in [own, part.notice] if each)
        text += f"\n{'=' * 78}\n{part.name} {part.version}   {part.license}\n{part.source}\n"
        if body:
            text += f"\n{body}"
    return text


if __name__ == "__main__":
    build, folder = map(pathlib.Path, sys.argv[1:])
    parts = [*components.swift_packages(build), *components.toolchain()]
    unknown = [part.name for part in parts if part.license == "NOASSERTION"]
    if unknown:
        sys.exit(f"No known license: {', '.join(unknown)}. Add it to packaging/components.py.")
    (folder / "debian").mkdir(exist_ok=True)
    (folder / "debian/copyright").write_text(copyright_file(parts), encoding="utf-8")
    (folder / "NOTICE").write_text(notice_file(parts), encoding="utf-8")
