package org.posthouse.console.shell;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** A zsh function that completes the command line, and tells what each word is for. */
final class ZshCompletion {
    private static final String HEAD = """
            #compdef posthouse
            # Completes posthouse in zsh. Made by 'posthouse completion zsh'.
            # Offers the names the server has of a kind; some are those of another.
            _posthouse_names() {
                found=(${(f)"$($words[1] completion names "$@" $home 2>/dev/null)"})
                compadd -S '' -- ${(M)found:#*=}
                compadd -- ${found:#*=}
            }
            _posthouse() {
                local current=$words[CURRENT] previous=$words[CURRENT-1] word skip= files= names= at
                local -a given found kinds home
                for word in "${(@)words[2,CURRENT-1]}"; do
                    if [[ -n $skip ]]; then
                        [[ $skip == --home ]] && home=(--home "$word")
                        skip=
                        continue
                    fi
                    case $word in
                        (%s) skip=$word ;;
                        (-*) ;;
                        (*) given+=("$word") ;;
                    esac
                done
                if [[ $current == --*=* ]]; then
                    previous=${current%%%%=*}
                    compset -P '*='
                fi
                case $previous in
            """;

    private static final String SECOND = """
                esac
                if [[ $current != -* && $#given -eq 0 ]]; then
                    found=(%s)
                    _describe 'command' found
                    return
                fi
                if [[ $current != -* && $#given -eq 1 ]]; then
                    case $given[1] in
            """;

    private static final String THIRD = """
                    esac
                    if (( $#found )); then
                        _describe 'command' found
                        return
                    fi
                fi
                for word in "$given[1] $given[2]" "$given[1]"; do
                    case $word in
            """;

    private static final String TAIL = """
                        (*) continue ;;
                    esac
                    break
                done
                if [[ $current == -* ]]; then
                    _describe -o 'option' found
                elif [[ -n $files ]]; then
                    _files
                elif [[ -n $names ]]; then
                    kinds=(${=names})
                    at=$(($#given - ${#${=word}} + 1))
                    ((at <= $#kinds)) || at=$#kinds
                    case $kinds[at] in
                        (-) ;;
                        (*'|'*) compadd -- ${(s:|:)kinds[at]} ;;
                        (%s) [[ -n $given[3] ]] && _posthouse_names $kinds[at] $given[3] ;;
                        (*) _posthouse_names $kinds[at] ;;
                    esac
                fi
            }
            if [[ $funcstack[1] == _posthouse ]]; then
                _posthouse "$@"
            else
                compdef _posthouse posthouse
            fi
            """;

    private final CommandTree tree;

    ZshCompletion(CommandTree tree) {
        this.tree = tree;
    }

    String text() {
        StringBuilder text = new StringBuilder(
                String.format(HEAD, String.join("|", tree.valued().keySet())));
        tree.valued().forEach((option, argument) -> text.append(value(option, argument)));
        text.append(String.format(SECOND, described(tree.nouns())));
        tree.families().forEach((noun, verbs) -> text.append("            (")
                .append(noun)
                .append(") found=(")
                .append(described(verbs))
                .append(") ;;\n"));
        text.append(THIRD);
        List<String> files = tree.takingFiles();
        for (Map.Entry<String, Command> each : tree.commands().entrySet()) {
            text.append("            ('").append(each.getKey()).append("') found=(");
            text.append(tree.options(each.getValue()).stream()
                    .map(option -> quoted(option.name(), option.purpose()))
                    .collect(Collectors.joining(" ")));
            text.append(files.contains(each.getKey()) ? ") files=1" : ")");
            String names = CommandTree.names(each.getValue());
            text.append(names.isEmpty() ? " ;;\n" : " names='" + names + "' ;;\n");
        }
        return text.append(String.format(TAIL, String.join("|", CommandTree.ofFirst())))
                .toString();
    }

    private static String value(String option, String argument) {
        return "        (" + option + ") " + offer(option, argument) + "; return ;;\n";
    }

    private static String offer(String option, String argument) {
        List<String> choices = CommandTree.choices(argument);
        List<String> several = CommandTree.several(argument);
        if (argument.equals("DIR")) {
            return "_files -/";
        }
        if (argument.equals("FILE")) {
            return "_files";
        }
        if (!several.isEmpty()) {
            return "_sequence compadd - " + String.join(" ", several);
        }
        if (choices.isEmpty() && Names.of(option).isPresent()) {
            Names kind = Names.of(option).get();
            return kind.ofFirst()
                    ? "[[ -n $given[3] ]] && _posthouse_names " + kind.text() + " $given[3]"
                    : "_posthouse_names " + kind.text();
        }
        List<String> words = choices.isEmpty() ? CommandTree.suggestions(option) : choices;
        return words.isEmpty() ? "_message " + quoted(argument, "") : "compadd -- " + String.join(" ", words);
    }

    private static String described(SortedMap<String, String> words) {
        return words.entrySet().stream()
                .map(each -> quoted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** {@code 'word:purpose'} in single quotes, which stand for themselves doubled and opened again. */
    private static String quoted(String word, String purpose) {
        String both = purpose.isEmpty() ? word : word.replace(":", "\\:") + ":" + purpose;
        return "'" + both.replace("'", "'\\''") + "'";
    }
}
