// libedit's setters are variadic, which Swift cannot call. Each wrapper here fixes the arguments.
// Nothing here reads an .editrc or knows a history: no line that is typed is ever kept.

#ifndef THAW_CEDIT_SHIM_H
#define THAW_CEDIT_SHIM_H

#include <histedit.h>
#include <locale.h>
#include <stdio.h>

/// The standard streams, which are macros on some systems.
static inline FILE *thaw_edit_standard_input(void) { return stdin; }
static inline FILE *thaw_edit_standard_output(void) { return stdout; }
static inline FILE *thaw_edit_standard_error(void) { return stderr; }

static inline char *thaw_edit_prompt(EditLine *editor) {
    void *prompt = NULL;
    el_get(editor, EL_CLIENTDATA, &prompt);
    return prompt == NULL ? (char *)"" : (char *)prompt;
}

/// An editor with the usual keys, which resets the terminal when a signal ends the process. NULL if it cannot be made.
static inline EditLine *thaw_edit_begin(FILE *input, FILE *output, FILE *errors) {
    // Without a locale a letter of two bytes would be two characters.
    const char *locale = setlocale(LC_CTYPE, "");
    if (locale == NULL || locale[0] == 'C') setlocale(LC_CTYPE, "C.UTF-8");
    EditLine *editor = el_init("thaw", input, output, errors);
    if (editor == NULL) return NULL;
    el_set(editor, EL_EDITOR, "emacs");
    // A pasted row of a spreadsheet has tabs between its cells.
    el_set(editor, EL_BIND, "^I", "ed-insert", NULL);
    el_set(editor, EL_SIGNAL, 1);
    el_set(editor, EL_PROMPT, thaw_edit_prompt);
    return editor;
}

/// The prompt must live until the line is read.
static inline void thaw_edit_set_prompt(EditLine *editor, char *prompt) { el_set(editor, EL_CLIENTDATA, (void *)prompt); }

#endif
