import CEdit
import Glibc

/// Reads a line that a person can edit while they type it, with the usual keys.
///
/// It has no history and reads no settings of other programs. The terminal is changed only while a line is read. A signal that ends the
/// process restores it first.
struct LineEditor {
    private let editor: OpaquePointer

    /// Whether the terminal can move its cursor.
    static var isUsable: Bool {
        guard let terminal = getenv("TERM") else { return false }
        return !["", "dumb"].contains(String(cString: terminal))
    }

    /// `nil` if there is no editor for this terminal.
    init?(stream: OutputStream) {
        let output = stream == .output ? thaw_edit_standard_output() : thaw_edit_standard_error()
        guard let editor = thaw_edit_begin(thaw_edit_standard_input(), output, thaw_edit_standard_error()) else { return nil }
        self.editor = editor
    }

    /// The next line without its end; `nil` at the end of the input.
    ///
    /// - Parameter initial: The text in the line, which the person can change.
    func read(prompt: String, initial: String) throws(InputError) -> String? {
        guard let kept = strdup(prompt) else { return nil }
        defer { free(kept) }
        thaw_edit_set_prompt(editor, kept)
        defer { thaw_edit_set_prompt(editor, nil) }
        // Control characters could be commands to the editor.
        let safe = String(
            initial.replacing("\t", with: " ").unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
        if !safe.isEmpty { el_push(editor, safe) }
        var count: Int32 = 0
        guard let line = el_gets(editor, &count), count > 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(start: line, count: Int(count))
        guard bytes.count <= LineBuffer.lineBytesMax else { throw .lineTooLong }
        let end = bytes.last.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? false
        return String(decoding: end ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
