import DaemonSupport
import TestSupport
import thawd

/// The table of settings as a manual page, in the man(7) macros.
enum SettingsManual {
    static var text: String {
        var lines = [
            ".TH THAWD.YAML 5 \"\" \"thaw\" \"File Formats Manual\"", ".SH NAME", "thawd.yaml \\- configuration of thawd",
            ".SH DESCRIPTION", ".PP", "The file is YAML: groups, and below each its settings.", ".PP", ".RS 4", ".nf",
        ]
        lines += ["registry:", "  name: Thaw of Harrow Falls", "  issuer: US-MN"].map(RoffText.escaped)
        lines += [
            ".fi", ".RE", ".PP",
            RoffText.escaped(
                "A key of this page, such as registry.issuer, is the group and the name. thawd refuses to start if a key is unknown or a "
                    + "value is not allowed. \"thawd check-config\" checks a file without starting anything. Restart thawd after a change."),
            ".SH SETTINGS",
        ]
        for setting in Setting.all + Settings.samples {
            lines += [".TP", "\\fB" + RoffText.escaped(setting.key) + "\\fR", RoffText.escaped(setting.help)]
            lines += ["Takes " + RoffText.escaped(setting.shape.allowed) + "."]
            lines += ["Default: " + RoffText.escaped(setting.defaultText ?? "none") + "."]
            lines += ["Example: " + RoffText.escaped(setting.example) + "."]
        }
        lines += [".SH SEE ALSO", ".BR thawd (8)"]
        return lines.joined(separator: "\n") + "\n"
    }
}
