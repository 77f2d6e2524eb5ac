extension ErrorEntry {
    static let starting: [ErrorCode: ErrorEntry] = [
        .configUnreadable: ErrorEntry(
            nil, "The configuration cannot be read", "Check that the named file exists, is readable and is YAML."),
        .configUnknownKey: ErrorEntry(
            nil, "The configuration has an unknown key", "Remove the named key or correct its spelling; thawd serve --help lists them all."),
        .configValue: ErrorEntry(
            nil, "A configured value makes no sense", "Change the named key to what its line in the reference allows."),
        .configChanged: ErrorEntry(
            nil, "A setting was changed that cannot change", "Set the named key back to what the data folder was made with."),
        .folderLocked: ErrorEntry(nil, "The data folder is in use", "Another thawd has it open. Stop that one, or choose another folder."),
        .folderUnwritable: ErrorEntry(
            nil, "The data folder cannot be written", "Check that it exists and belongs to the user that thawd runs as."),
        .folderPermissions: ErrorEntry(
            nil, "The data folder is open to others", "Only the user that thawd runs as may enter it: mode 0700."),
        .folderNoRegistry: ErrorEntry(
            nil, "There is no registry in the data folder", "Name the folder that the daemon uses, with --data-folder or --config."),
        .sealMissing: ErrorEntry(
            nil, "The seal key is missing", "Put the key where seal.key_file points; without it the data cannot be read."),
        .sealMalformed: ErrorEntry(nil, "The seal key is malformed", "Put the key file back as thawd init wrote it."),
        .sealWrong: ErrorEntry(
            nil, "The seal key is another one's", "Put the right key where seal.key_file points."),
        .sealBesideData: ErrorEntry(
            nil, "The seal key lies beside the data",
            "Whoever takes the disk would take both. Keep the key elsewhere (seal.key_file), or accept it with seal.beside_data: true."),
        .sealPermissions: ErrorEntry(
            nil, "The seal key is open to others", "Only the user that thawd runs as may read it: mode 0600, and that user's own."),
        .storeNewer: ErrorEntry(
            nil, "The database was made by a newer version", "Install that version or a later one; an older one never touches it."),
        .storeCorrupt: ErrorEntry(nil, "The database is damaged", "Nothing was changed. Restore the newest backup with thawd restore."),
        .storeIncomplete: ErrorEntry(
            nil, "The registry lacks something that it acknowledged",
            "Put back what is missing, or go on without it: thawd serve --accept-loss, with the number of the commit that it ends at."),
        .storeSettings: ErrorEntry(
            nil, "SQLite did not take a setting", "Check which libsqlite3 is installed; thawd does not run without its safety settings."
        ),
        .storeUnreadable: ErrorEntry(nil, "The database cannot be opened", "Check the file's owner, its mode and the disk."),
        .addressUnusable: ErrorEntry(
            nil, "The address cannot be listened on", "Another program may use it. Choose another with server.address."),
        .processHardening: ErrorEntry(
            nil, "The process cannot protect its memory", "Allow it the system calls setrlimit and prctl, and start again."),
        .tlsUnusable: ErrorEntry(
            nil, "The certificate or its key cannot be used",
            "Check server.tls.certificate and server.tls.key: PEM files that belong together."),
    ]

    static let areas: [ErrorCode: ErrorEntry] = [
        .areasUnreadable: ErrorEntry(nil, "The areas file cannot be read", "Check that the file exists and is readable."),
        .areasMalformed: ErrorEntry(
            nil, "The areas file is not GeoJSON", "Write a FeatureCollection of Polygons or MultiPolygons, as in docs/examples."),
        .areasEmpty: ErrorEntry(nil, "The areas file has no area", "Name at least one area."),
        .areasTooMany: ErrorEntry(nil, "The areas file has too much in it", "Keep to 4,096 areas and 500,000 points in all."),
        .areasID: ErrorEntry(
            nil, "An area's ID is missing, malformed or used twice",
            "Give each its own ID of a–z, 0–9 and single inner hyphens, in the property that areas.id_property names."),
        .areasName: ErrorEntry(
            nil, "An area's name is missing or malformed",
            "Give each a name of 1 to 100 characters, in the property that areas.name_property names."),
        .areasGeometry: ErrorEntry(
            nil, "An area's outline cannot be used",
            "Use closed rings of at least four positions, longitude first, in degrees, cut at the 180th meridian."),
        .areasTooSmall: ErrorEntry(
            nil, "An area, or a part of one, is too small",
            "Draw it larger, join it to its neighbor or leave it out: no part of an area may mean a house or a school."),
        .areasWord: ErrorEntry(
            nil, "An area's ID is a word of the vocabulary", "Choose another ID: in a report that word could mean two things."),
        .areasOverlap: ErrorEntry(
            nil, "Two areas overlap", "Draw one border between them: at most 1 % of the smaller area may lie in both."),
        .areasMissing: ErrorEntry(
            nil, "The registry has areas, but areas.file is not set",
            "Set areas.file to the file that the registry was used with, or to a new one. Areas that are not in it take no more reports."),
    ]
}
