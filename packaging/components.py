"""The parts of the programs: the Swift packages of a build folder, what they vendor, the toolchain, and the Debian libraries linked."""

import dataclasses
import json
import pathlib
import re
import subprocess

APACHE = "Apache-2.0"
SWIFT = "Apache-2.0 WITH Swift-exception"


@dataclasses.dataclass(frozen=True)
class Component:
    name: str
    version: str
    # An SPDX expression, or NOASSERTION.
    license: str
    source: str
    # How a program uses it: STATIC_LINK or DYNAMIC_LINK.
    link: str
    # The texts that must travel with the program.
    license_text: str = ""
    notice: str = ""


def license_of(text):
    """The SPDX expression of a license text, by the sentences that only that license has."""
    if "Apache License" in text and "Version 2.0" in text:
        return SWIFT if "Runtime Library Exception" in text else APACHE
    if "Permission is hereby granted, free of charge" in text:
        return "MIT"
    if "Redistribution and use in source and binary forms" in text:
        return "BSD-3-Clause" if "Neither the name" in text else "BSD-2-Clause"
    return "NOASSERTION"


def text_of(folder, *names):
    for name in names:
        for path in sorted(folder.glob(name)):
            return path.read_text(encoding="utf-8", errors="replace").strip() + "\n"
    return ""


def swift_packages(build):
    """The packages that SwiftPM resolved for a build folder, and the copies of BoringSSL in them."""
    state = json.loads((build / "workspace-state.json").read_text(encoding="utf-8"))
    for dependency in sorted(state["object"]["dependencies"], key=lambda each: each["packageRef"]["identity"]):
        checkout = build / "checkouts" / dependency["subpath"]
        pin = dependency["state"]["checkoutState"]
        text = text_of(checkout, "LICENSE*", "COPYING*")
        location = dependency["packageRef"]["location"].removesuffix(".git")
        yield Component(
            dependency["packageRef"]["identity"], pin.get("version", pin["revision"]), license_of(text),
            f"git+{location}@{pin['revision']}", "STATIC_LINK", text, text_of(checkout, "NOTICE*"))
        for mark in sorted(checkout.glob("Sources/*/hash.txt")):
            found = re.search(r"BoringSSL cloned from (\S+) at revision ([0-9a-f]{40})", mark.read_text(encoding="utf-8"))
            if found:
                yield Component(
                    f"boringssl-in-{dependency['packageRef']['identity']}", found[2], APACHE, f"git+{found[1]}@{found[2]}", "STATIC_LINK")


def toolchain():
    """The libraries of Swift and C++, which a release contains."""
    target = json.loads(subprocess.run(["swiftc", "-print-target-info"], check=True, capture_output=True, text=True).stdout)
    version = re.search(r"version (\S+)", target["compilerVersion"])[1]
    yield Component("swift-runtime", version, SWIFT, f"https://github.com/swiftlang/swift/releases/tag/swift-{version}-RELEASE", "STATIC_LINK")
    archive = subprocess.run(["clang", "-print-file-name=libstdc++.a"], check=True, capture_output=True, text=True).stdout.strip()
    package = subprocess.run(
        ["dpkg-query", "--search", str(pathlib.Path(archive).resolve())], capture_output=True, text=True).stdout.split(":")[0]
    if package:
        yield Component(
            "libstdc++", debian_version(package), "GPL-3.0-or-later WITH GCC-exception-3.1", f"pkg:deb/debian/{package}", "STATIC_LINK")


def debian_version(package):
    return subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", package], check=True, capture_output=True, text=True).stdout


def debian_libraries(program):
    """The Debian packages of the shared libraries that a program names. Libraries of those libraries are not listed."""
    headers = subprocess.run(["objdump", "--private-headers", str(program)], check=True, capture_output=True, text=True).stdout
    needed = set(re.findall(r"NEEDED\s+(\S+)", headers))
    paths = dict(re.findall(r"(\S+) => (/\S+)", subprocess.run(["ldd", str(program)], check=True, capture_output=True, text=True).stdout))
    packages = set()
    for name in needed:
        if name in paths:
            packages.add(package_of(paths[name]))
    for package in sorted(packages):
        copyright_file = pathlib.Path("/usr/share/doc") / package / "copyright"
        text = copyright_file.read_text(encoding="utf-8", errors="replace") if copyright_file.exists() else ""
        found = sorted(set(re.findall(r"^License: *(\S+)$", text, re.MULTILINE)))
        # Debian's short names are not SPDX's, so the names are in the comment.
        yield Component(package, debian_version(package), "NOASSERTION", f"pkg:deb/debian/{package}", "DYNAMIC_LINK", notice=", ".join(found))


def package_of(library):
    """The package of a library, by its path or by the path behind the link from /lib to /usr/lib."""
    for path in [library, str(pathlib.Path(library).resolve()), library.removeprefix("/usr")]:
        found = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    raise SystemExit(f"No Debian package has {library}.")
