"""The rows of scripts/alerts-test by name, the longest first. Each starts its own daemon and receivers, and returns what failed."""

import failures
import limits
import messages

ALL = {
    "flood": limits.flood, "failures": failures.failures, "ntfy": failures.ntfy, "restart": messages.restart,
    "signal": failures.signal_answers, "corrections": messages.corrections, "states": messages.states, "kinds": messages.kinds,
    "outputs": messages.plate_and_language, "holds": limits.holds, "hidden": limits.hidden, "proxy": limits.proxy,
    "certificates": limits.certificates, "mistakes": limits.mistakes,
}
