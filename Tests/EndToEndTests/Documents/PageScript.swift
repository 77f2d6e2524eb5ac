import Foundation

/// The shell script that does what a page says, and marks what each step prints.
struct PageScript {
    /// Begins a step's output, with the step's number and a line's end behind it.
    static let mark: Character = "\u{1E}"

    let text: String

    /// - Parameters:
    ///   - port: stands for the page's 8780.
    ///   - operatorPort: stands for the page's 8781.
    init(_ page: DocumentPage, port: Int, operatorPort: Int) {
        let startsDaemon = page.steps.contains { Self.startsDaemon($0.text) }
        var lines = [Self.opening(port: port, operatorPort: operatorPort)]
        if !startsDaemon { lines += ["thawd > ~/thawd.log 2>&1 &", "until_ready"] }
        for (number, step) in page.steps.enumerated() {
            let isComparable = if case .command = step.kind { true } else { false }
            lines += ["printf '\\036%d\\n' \(number)", "answers=\(isComparable ? 2 : 1)"]
            lines.append(
                step.text.replacing("127.0.0.1:8780", with: "127.0.0.1:\(port)").replacing("127.0.0.1:8781", with: "127.0.0.1:\(operatorPort)"))
            if Self.startsDaemon(step.text) { lines.append("until_ready") }
        }
        lines.append("printf '\\036%d\\n' \(page.steps.count)")
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Whether it puts a daemon into the background.
    private static func startsDaemon(_ text: String) -> Bool {
        text.contains(#/(?m)^\s*thawd\b[^\n]*&\s*$/#)
    }

    /// A look-up that finds nothing ends with 1, and one that could not be made with 2: answers, where the page shows them, and no failures.
    private static func opening(port: Int, operatorPort: Int) -> String {
        """
        set -e
        trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
        stty columns 120 rows 50
        export THAW_SERVER_ADDRESS=127.0.0.1:\(port) THAW_OPERATOR_ADDRESS=127.0.0.1:\(operatorPort)
        curl() { command curl --fail-with-body "$@"; }
        thaw() { command thaw "$@" || { local status=$?; [ "${1-}" = check ] && [ "$status" -le "$answers" ] || return "$status"; }; }
        until_ready() {
            for _ in $(seq 600); do
                if command curl -sf -o /dev/null http://127.0.0.1:\(operatorPort)/readyz &&
                    command curl -sf -o /dev/null http://127.0.0.1:\(port)/v1/vocabulary; then return; fi
                if ! kill -0 $! 2>/dev/null; then break; fi
                sleep 0.1
            done
            echo 'thawd does not answer'
            return 1
        }
        """
    }
}
