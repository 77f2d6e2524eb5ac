"""Writes the software bill of materials of the programs, as SPDX 2.3 JSON.

    sbom.py VERSION SOURCE_DATE_EPOCH BUILD_FOLDER PROGRAM…
"""

import datetime
import hashlib
import json
import pathlib
import re
import sys

import components


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def package(component):
    entry = {
        "SPDXID": identifier(component.name),
        "name": component.name,
        "versionInfo": component.version,
        "downloadLocation": component.source if component.source.startswith(("git+", "https:")) else "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": component.license,
        "copyrightText": "NOASSERTION",
    }
    if component.source.startswith("pkg:"):
        entry["externalRefs"] = [{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": f"{component.source}@{component.version}",
        }]
        if component.link == "DYNAMIC_LINK" and component.notice:
            entry["comment"] = f"Licenses, by their Debian names: {component.notice}"
    return entry


def document(version, epoch, build, programs):
    static = [*components.swift_packages(build), *components.toolchain()]
    packages = {}
    relationships = []
    for program in programs:
        packages[program.name] = {
            "SPDXID": identifier(program.name),
            "name": program.name,
            "versionInfo": version,
            "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False,
            "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(program.read_bytes()).hexdigest()}],
            "licenseConcluded": "NOASSERTION",
            "licenseDeclared": "NOASSERTION",
            "copyrightText": "NOASSERTION",
        }
        relationships.append(("SPDXRef-DOCUMENT", "DESCRIBES", identifier(program.name)))
        for component in [*static, *components.debian_libraries(program)]:
            packages[component.name] = package(component)
            relationships.append((identifier(program.name), component.link, identifier(component.name)))
    content = json.dumps([packages, relationships], sort_keys=True).encode()
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"thaw-{version}",
        # Unique for each content, as the standard asks, and the same for the same content.
        "documentNamespace": f"https://spdx.org/spdxdocs/thaw-{version}-{hashlib.sha256(content).hexdigest()}",
        "creationInfo": {
            "created": datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: scripts-packages"],
            "comment": "A program may use only some of the Swift packages that are listed as linked statically.",
        },
        "packages": sorted(packages.values(), key=lambda each: each["SPDXID"]),
        "relationships": [
            {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other} for one, kind, other in sorted(set(relationships))
        ],
    }


if __name__ == "__main__":
    version, epoch, build, *programs = sys.argv[1:]
    spdx = document(version, int(epoch), pathlib.Path(build), [pathlib.Path(each) for each in programs])
    json.dump(spdx, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()
