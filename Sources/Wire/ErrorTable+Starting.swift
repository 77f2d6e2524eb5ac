extension ErrorEntry {
    static let starting: [ErrorCode: ErrorEntry] = [
        .configUnreadable: ErrorEntry(
            nil, "Cannot read the configuration", "Check that the file exists, is readable and is YAML."),
        .configUnknownKey: ErrorEntry(
            nil, "The configuration has an unknown key", "Remove the key or correct its spelling. thawd serve --help lists all keys."),
        .configValue: ErrorEntry(
            nil, "A configured value is not allowed", "Correct the key. The reference lists the allowed values."),
        .configChanged: ErrorEntry(
            nil, "A setting that must not change was changed", "Set the key back to the value that the data folder was made with."),
        .folderLocked: ErrorEntry(nil, "The data folder is in use", "Stop the other thawd, or choose another folder."),
        .folderUnwritable: ErrorEntry(
            nil, "Cannot write to the data folder", "Check that it exists and belongs to thawd's user."),
        .folderPermissions: ErrorEntry(
            nil, "Other users can access the data folder", "Set its mode to 0700. It must belong to thawd's user."),
        .folderNoRegistry: ErrorEntry(
            nil, "The data folder holds no registry", "Name the daemon's folder with --data-folder or --config."),
        .sealMissing: ErrorEntry(
            nil, "The seal key is missing", "Put the key where seal.key_file points. Without it the data is lost."),
        .sealMalformed: ErrorEntry(nil, "The seal key is malformed", "Restore the key file that thawd init wrote."),
        .sealWrong: ErrorEntry(
            nil, "Wrong seal key for this database", "Put the right key where seal.key_file points."),
        .sealBesideData: ErrorEntry(
            nil, "The seal key is stored with the data",
            "One stolen disk would hold both. Move the key (seal.key_file), or set seal.beside_data: true."),
        .sealPermissions: ErrorEntry(
            nil, "Other users can read the seal key", "Set its mode to 0600. It must belong to thawd's user."),
        .storeNewer: ErrorEntry(
            nil, "The database is from a newer version", "Install that version or a later one. Nothing was changed."),
        .storeCorrupt: ErrorEntry(nil, "The database is damaged", "Restore the newest backup with thawd restore. Nothing was changed."),
        .storeIncomplete: ErrorEntry(
            nil, "Acknowledged data is missing",
            "Put the missing files back, or accept the loss: thawd serve --accept-loss and the number of the last commit."),
        .storeSettings: ErrorEntry(
            nil, "SQLite refused a safety setting", "Check which libsqlite3 is installed. thawd needs this setting."
        ),
        .storeUnreadable: ErrorEntry(nil, "Cannot open the database", "Check the file's owner and mode, and the disk."),
        .addressUnusable: ErrorEntry(
            nil, "Cannot listen on this address", "Another program may be using it. Choose a different address with server.address."),
        .processHardening: ErrorEntry(
            nil, "The process cannot protect its memory", "Allow the system calls setrlimit and prctl, then start again."),
        .tlsUnusable: ErrorEntry(
            nil, "Cannot use the certificate or its key",
            "Set server.tls.certificate and server.tls.key to matching PEM files."),
    ]

    static let areas: [ErrorCode: ErrorEntry] = [
        .areasUnreadable: ErrorEntry(nil, "Cannot read the areas file", "Check that the file exists and is readable."),
        .areasMalformed: ErrorEntry(
            nil, "The areas file is not GeoJSON", "Use a FeatureCollection of Polygons or MultiPolygons, as in docs/examples."),
        .areasEmpty: ErrorEntry(nil, "The areas file has no area", "Name at least one area."),
        .areasTooMany: ErrorEntry(nil, "The areas file is too large", "The limit is 4,096 areas and 500,000 points in all."),
        .areasID: ErrorEntry(
            nil, "An area's ID is missing, malformed or used twice",
            "Give each area its own ID, such as powderhorn-park. areas.id_property names its property."),
        .areasName: ErrorEntry(
            nil, "An area's name is missing or malformed",
            "Give each area a name of 1 to 100 characters. areas.name_property names its property."),
        .areasGeometry: ErrorEntry(
            nil, "An area's outline is malformed",
            "Use closed rings of four or more positions in degrees, longitude first, cut at 180°."),
        .areasTooSmall: ErrorEntry(
            nil, "An area, or a part of one, is too small",
            "Enlarge it, join it to its neighbor or leave it out. It may identify a house or a school."),
        .areasWord: ErrorEntry(
            nil, "An area's ID is a word of the vocabulary", "Choose another ID. In a report the word would be ambiguous."),
        .areasOverlap: ErrorEntry(
            nil, "Two areas overlap", "Draw one border between them. They may share at most 1% of the smaller area."),
        .areasMissing: ErrorEntry(
            nil, "The registry has areas, but areas.file is not set",
            "Set areas.file to the earlier file or a new one. The registry takes no reports for an area that is not in the file."),
    ]
}
