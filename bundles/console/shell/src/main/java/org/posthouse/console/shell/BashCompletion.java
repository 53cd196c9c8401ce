package org.posthouse.console.shell;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A bash function that completes the command line; bash 4 and later, with or without the package bash-completion. */
final class BashCompletion {
    private static final String HEAD = """
            # Completes posthouse in bash. Made by 'posthouse completion bash'.
            _posthouse() {
                local word skip= options= files= names= name at given=() home=() line=()
                # Bash takes an address for three words, because of its @.
                for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
                    if [[ ${#line[@]} -gt 1 && ( $word == [@:]* || ${line[-1]} == *[@:] ) ]]; then
                        line[-1]+=$word
                    else
                        line+=("$word")
                    fi
                done
                local last=$((${#line[@]} - 1))
                local cur=${line[last]} prev=${line[last-1]}
                COMPREPLY=()
                for word in "${line[@]:1:last-1}"; do
                    if [[ -n $skip ]]; then
                        [[ $skip == --home ]] && home=(--home "$word")
                        skip=
                        continue
                    fi
                    case $word in
                        %s) skip=$word ;;
                        -*) ;;
                        *) given+=("$word") ;;
                    esac
                done
                case $prev in
            """;

    private static final String SECOND = """
                esac
                if [[ $cur != -* && ${#given[@]} -eq 0 ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "%s" -- "$cur")
                    return
                fi
                if [[ $cur != -* && ${#given[@]} -eq 1 ]]; then
                    case ${given[0]} in
            """;

    private static final String THIRD = """
                    esac
                    [[ ${#COMPREPLY[@]} -gt 0 ]] && return
                fi
                for word in "${given[*]:0:2}" "${given[0]}"; do
                    case $word in
            """;

    private static final String TAIL = """
                        *) continue ;;
                    esac
                    break
                done
                if [[ $cur == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
                elif [[ -n $files ]]; then
                    compopt -o filenames 2>/dev/null
                    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
                elif [[ -n $names ]]; then
                    read -r -a names <<< "$names"
                    at=$((${#given[@]} - $(wc -w <<< "$word")))
                    ((at < ${#names[@]})) || at=$((${#names[@]} - 1))
                    [[ ${names[at]} == - ]] && return
                    while read -r name; do
                        [[ $name == "$cur"* ]] && COMPREPLY+=("${name#"${cur%%"${cur##*[@:]}"}"}")
                    done < <("${line[0]}" completion names "${names[at]}" "${home[@]}" 2>/dev/null)
                fi
            }
            complete -F _posthouse posthouse
            """;

    private final CommandTree tree;

    BashCompletion(CommandTree tree) {
        this.tree = tree;
    }

    String text() {
        StringBuilder text = new StringBuilder(
                String.format(HEAD, String.join("|", tree.valued().keySet())));
        tree.valued().forEach((option, argument) -> text.append(value(option, argument)));
        text.append(String.format(SECOND, String.join(" ", tree.nouns().keySet())));
        tree.families().forEach((noun, verbs) -> text.append("            ")
                .append(noun)
                .append(") mapfile -t COMPREPLY < <(compgen -W \"")
                .append(String.join(" ", verbs.keySet()))
                .append("\" -- \"$cur\") ;;\n"));
        text.append(THIRD);
        List<String> files = tree.takingFiles();
        for (Map.Entry<String, Command> each : tree.commands().entrySet()) {
            text.append("            '").append(each.getKey()).append("') options='");
            text.append(tree.options(each.getValue()).stream().map(Option::name).collect(Collectors.joining(" ")));
            text.append(files.contains(each.getKey()) ? "' files=1" : "'");
            String names = CommandTree.names(each.getValue());
            text.append(names.isEmpty() ? " ;;\n" : " names='" + names + "' ;;\n");
        }
        return text.append(TAIL).toString();
    }

    private static String value(String option, String argument) {
        List<String> choices = CommandTree.choices(argument);
        String found = argument.equals("DIR")
                ? "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); return"
                : choices.isEmpty()
                        ? "return"
                        : "mapfile -t COMPREPLY < <(compgen -W \"" + String.join(" ", choices)
                                + "\" -- \"$cur\"); return";
        return "        " + option + ") " + found + " ;;\n";
    }
}
