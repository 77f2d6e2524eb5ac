import Glibc
import Sightings

extension PrometheusRegistry {
    /// Adds the process's memory and processor time.
    package func addProcessMetrics() {
        gauge("process_resident_memory_bytes", "Memory that the process holds in RAM, in whole MiB.") { Self.residentBytes() }
        counter("process_cpu_seconds_total", "Processor time that the process has used, its own and the system's.") {
            Self.processorSeconds()
        }
    }

    private static func residentBytes() -> Double {
        guard let file = fopen("/proc/self/statm", "r") else { return .nan }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return .nan }
        let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { return .nan }
        return Double(RoundedFigure.floored(pages * Int(sysconf(Int32(_SC_PAGESIZE))), step: RoundedFigure.bytesStep))
    }

    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        return Double(seconds) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
}
