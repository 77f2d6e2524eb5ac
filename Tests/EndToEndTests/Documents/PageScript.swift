import Foundation

/// The shell script that follows a page's steps, and marks the output of each.
struct PageScript {
    /// Begins a step's output, with the step's number and a line's end behind it.
    static let mark: Character = "\u{1E}"

    let text: String

    /// - Parameters:
    ///   - port: stands for the page's 8780.
    ///   - operatorPort: stands for the page's 8781.
    init(_ page: DocumentPage, port: UInt16, operatorPort: UInt16) {
        let startsDaemon = page.steps.contains { Self.startsDaemon($0.text) }
        var lines = [Self.opening(port: port, operatorPort: operatorPort)]
        if !startsDaemon { lines += ["thawd > ~/thawd.log 2>&1 &", "until_ready"] }
        for (number, step) in page.steps.enumerated() {
            let isComparable = if case .command = step.kind { true } else { false }
            lines += ["printf '\\036%d\\n' \(number)", "answers=\(isComparable ? 2 : 1)"]
            let text = step.text.replacing("127.0.0.1:8780", with: "127.0.0.1:\(port)")
            lines.append(text.replacing("127.0.0.1:8781", with: "127.0.0.1:\(operatorPort)"))
            if Self.startsDaemon(step.text) { lines.append("until_ready") }
        }
        lines.append("printf '\\036%d\\n' \(page.steps.count)")
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Whether it puts a daemon into the background.
    private static func startsDaemon(_ text: String) -> Bool {
        text.contains(#/(?m)^\s*thawd\b[^\n]*&\s*$/#)
    }

    /// A look-up that finds nothing ends with 1, and one that could not be made with 2.
    /// If the page shows these, they are expected output, and not failures.
    private static func opening(port: UInt16, operatorPort: UInt16) -> String {
        """
        set -e
        trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
        stty -F /dev/tty columns 120 rows 50
        curl() {
            case " $* " in *' --fail'* | *' -f'* | *' -sf'*) command curl "$@" ;; *) command curl --fail-with-body "$@" ;; esac
        }
        thaw() {
            local status=0
            command thaw "$@" || status=$?
            if [ "${1-}" = check ] && [ "$status" -le "$answers" ]; then status=0; fi
            return "$status"
        }
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
