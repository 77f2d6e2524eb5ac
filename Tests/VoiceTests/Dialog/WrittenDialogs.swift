extension WrittenDialog {
    private static let welcome = "< Thaw. Say or key a plate. Para español, marque asterisco uno. Pour le français, faites étoile deux."
    private static let safe = "This does not mean safe."

    static let all: [WrittenDialog] = [
        WrittenDialog(
            name: "the answer comes at once, with the plate in it, several times a call",
            listed: ["US-MN KLN456"],
            text: """
                \(welcome)
                > kilo lima november four five six
                ? KLN456
                < Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > minnesota tango victor bravo four one six
                ? MN TVB416
                < Tango, Victor, Bravo, 4, 1, 6, Minnesota, not listed as of 3 41 p.m. \(safe)
                """),
        WrittenDialog(
            name: "silence means the next plate, and three silences the end",
            text: """
                \(welcome)
                > (silence)
                \(welcome)
                > kilo lima november four five six
                ? KLN456
                < Kilo, Lima, November, 4, 5, 6, not listed as of 3 41 p.m. \(safe)
                > (silence)
                < Next plate?
                > (silence)
                < Next plate?
                > (silence)
                < Goodbye. [hang up]
                """),
        WrittenDialog(
            name: "texts that score nearly the same lead to a question only if another plate is listed",
            listed: ["US-MN KLD456"],
            text: """
                \(welcome)
                > kilo lima november four five six / kilo lima mike four five six
                ? KLN456, KLM456
                < Kilo, Lima, November, 4, 5, 6, not listed as of 3 41 p.m. \(safe)
                > kilo lima bravo four five six / kilo lima delta four five six
                ? KLB456, KLD456
                < Did you say Bravo, or Delta? Press one or two. [choice]
                > # 2
                < Kilo, Lima, Delta, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > kilo lima bravo four five six / kilo lima delta four five six
                ? KLB456, KLD456
                < Did you say Bravo, or Delta? Press one or two. [choice]
                > I said bravo
                < Kilo, Lima, Bravo, 4, 5, 6, not listed as of 3 41 p.m. \(safe)
                """),
        WrittenDialog(
            name: "bare letters lead to a question if a plate that sounds like it is listed",
            listed: ["US-MN BLN456"],
            text: """
                \(welcome)
                > d l n four five six
                ? DLN456, BLN456, ELN456, TLN456, DLM456, DLN496, CLN456, GLN456, PLN456, VLN456, ZLN456, 3LN456, DLN4I6, DLN4Y6
                < Did you say Delta, or Bravo? Press one or two. [choice]
                > b
                < Bravo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                """),
        WrittenDialog(
            name: "a no after each answer brings another way to say a plate",
            text: """
                \(welcome)
                > kilo lima november four five six
                ? KLN456
                < Kilo, Lima, November, 4, 5, 6, not listed as of 3 41 p.m. \(safe)
                > no
                < Dropped. Say it again.
                > kilo lima mike four five six
                ? KLM456
                < Kilo, Lima, Mike, 4, 5, 6, not listed as of 3 41 p.m. \(safe)
                > no
                < Dropped. Spell with words: A as in Alpha.
                """),
        WrittenDialog(
            name: "a question is asked again after a silence, and dropped by a no",
            listed: ["US-MN KLD456"],
            text: """
                \(welcome)
                > kilo lima bravo four five six / kilo lima delta four five six
                ? KLB456, KLD456
                < Did you say Bravo, or Delta? Press one or two. [choice]
                > (silence)
                < Did you say Bravo, or Delta? Press one or two. [choice]
                > no
                < Dropped. Say it again.
                """),
        WrittenDialog(
            name: "each failure brings another way to say a plate, then the keypad, then a person, who is never called unasked",
            listed: ["US-MN KLN456"],
            text: """
                \(welcome)
                > (noise)
                < Could not be checked. I did not understand a plate. Say it again.
                > hello there
                < Could not be checked. I did not understand a plate. Spell with words: A as in Alpha.
                > # *
                < Dropped. Use the keypad: press each key once for each character, then pound. For a person, press star zero. [keypad]
                > # 556456
                ? # 556456
                < These keys fit: Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > kilo lima
                < Could not be checked. I did not understand a plate. Say it again.
                > # *0
                < Connecting you to a person. [transfer]
                """),
        WrittenDialog(
            name: "no person is offered where there is none",
            hasPerson: false,
            text: """
                \(welcome)
                > (noise)
                < Could not be checked. I did not understand a plate. Say it again.
                > (noise)
                < Could not be checked. I did not understand a plate. Spell with words: A as in Alpha.
                > (noise)
                < Could not be checked. I did not understand a plate. Use the keypad: press each key once for each character, then pound. [keypad]
                > # *0
                < No person can be reached from here now.
                """),
        WrittenDialog(
            name: "a transfer that is refused leaves the call as it was",
            text: """
                \(welcome)
                > person
                < Connecting you to a person. [transfer]
                > (no person)
                < No person can be reached from here now.
                """),
        WrittenDialog(
            name: "keys that fit listed plates are read out, and can be none of theirs",
            listed: ["US-MN KLN456", "US-WI JKM456"],
            text: """
                \(welcome)
                > # 556456
                ? # 556456
                < These keys fit: Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV. \
                Juliet, Kilo, Mike, 4, 5, 6, Wisconsin, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > no
                < No other listed plate fits these keys, as of 3 41 p.m. \(safe)
                > # 222222
                ? # 222222
                < No listed plate fits these keys, as of 3 41 p.m. \(safe)
                > # 12
                < Could not be checked. Key five to ten characters, then pound. For a shorter plate, say it. [keypad]
                """),
        WrittenDialog(
            name: "if more plates fit than are read out, no answer says that there are none",
            listed: ["US-MN KLN456", "US-WI JKM456", "US-IA LLM456", "US-IL KKN456"],
            text: """
                \(welcome)
                > # 556456
                ? # 556456
                < These keys fit: Lima, Lima, Mike, 4, 5, 6, Iowa, listed, confirmed. Last seen Tuesday. black Ford SUV. \
                Kilo, Kilo, November, 4, 5, 6, Illinois, listed, confirmed. Last seen Tuesday. black Ford SUV. \
                Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > no
                < More plates may fit. Could not be checked by keys. Say the plate.
                """),
        WrittenDialog(
            name: "another language by a key or by its word, and again",
            listed: ["US-MN KLN456"],
            text: """
                \(welcome)
                > # *1
                < Thaw. Diga o marque una placa. For English, press star three. Pour le français, faites étoile deux.
                > kilo lima november cuatro cinco seis
                ? KLN456
                < Kilo, Lima, Noviembre, 4, 5, 6, Minnesota, está en la lista, confirmada. \
                Vista por última vez el martes. camioneta SUV Ford negro.
                > # *8
                < Kilo, Lima, Noviembre, 4, 5, 6, Minnesota, está en la lista, confirmada. \
                Vista por última vez el martes. camioneta SUV Ford negro.
                > français
                < Thaw. Dites ou composez une plaque. For English, press star three. Para español, marque asterisco uno.
                > zulu zulu zulu un deux trois
                ? ZZZ123
                < Zulu, Zulu, Zulu, 1, 2, 3, n'est pas dans la liste à 15 heures 41. Cela ne veut pas dire qu'il n'y a pas de danger.
                """),
        WrittenDialog(
            name: "what cannot be asked could not be checked",
            listed: ["US-MN KLN456"],
            text: """
                \(welcome)
                > (unheard)
                < Could not be checked. Speech recognition does not work now. Use the keypad.
                > (too many)
                < Could not be checked. Too many questions at this time. Try again in a minute.
                > (registry is down)
                > kilo lima november four five six
                ? KLN456
                < Could not be checked. The registry did not answer. Try again.
                > # 556456
                ? # 556456
                < Could not be checked. The registry did not answer. Try again.
                > (registry is up)
                > kilo lima november four five six
                ? KLN456
                < Kilo, Lima, November, 4, 5, 6, Minnesota, listed, confirmed. Last seen Tuesday. black Ford SUV.
                > (overtime)
                < This call is at its limit. Call again. [hang up]
                > kilo lima november four five six
                <  [hang up]
                """),
    ]
}
