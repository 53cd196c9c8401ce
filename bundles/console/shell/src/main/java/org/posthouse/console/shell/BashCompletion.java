package org.posthouse.console.shell;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A bash function that completes the command line; bash 4 and later, with or without the package bash-completion. */
final class BashCompletion {
    private static final String HEAD = """
            # Completes posthouse in bash. Made by 'posthouse completion bash'.
            # Offers what begins with $cur, without the part of it that bash has taken for words of their own.
            _posthouse_offer() {
                local each
                for each in "$@"; do
                    [[ $each == "$cur"* ]] && COMPREPLY+=("${each#"$taken"}")
                done
                [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
            }
            # Offers the names the server has of a kind; some are those of another.
            _posthouse_names() {
                local -a found
                mapfile -t found < <("${line[0]}" completion names "$@" "${home[@]}" 2>/dev/null)
                _posthouse_offer "${found[@]}"
            }
            _posthouse() {
                local word skip= options= files= kinds= at taken given=() home=() line=()
                # Bash takes an address, and KEY=VALUE, for three words.
                for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
                    if [[ ${#line[@]} -gt 1 && ( $word == [@:=]* || ${line[-1]} == *[@:=] ) ]]; then
                        line[-1]+=$word
                    else
                        line+=("$word")
                    fi
                done
                local last=$((${#line[@]} - 1))
                local cur=${line[last]} prev=${line[last-1]}
                word=${COMP_WORDS[COMP_CWORD]}
                while [[ $word == [@:=]* ]]; do word=${word:1}; done
                taken=${cur%%"$word"}
                # It replaces what stands before the cursor up to, and with, an @.
                taken=${taken%%@}
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
                if [[ $cur == --*=* ]]; then
                    prev=${cur%%%%=*} cur=${cur#*=} taken=${taken#*=}
                fi
                case $prev in
            """;

    private static final String SECOND = """
                esac
                if [[ $cur != -* && ${#given[@]} -eq 0 ]]; then
                    _posthouse_offer %s
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
                    _posthouse_offer $options
                elif [[ -n $files ]]; then
                    compopt -o filenames 2>/dev/null
                    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
                elif [[ -n $kinds ]]; then
                    read -r -a kinds <<< "$kinds"
                    at=$((${#given[@]} - $(wc -w <<< "$word")))
                    ((at < ${#kinds[@]})) || at=$((${#kinds[@]} - 1))
                    case ${kinds[at]} in
                        -) ;;
                        *'|'*) _posthouse_offer ${kinds[at]//|/ } ;;
                        %s) [[ -n ${given[2]-} ]] && _posthouse_names "${kinds[at]}" "${given[2]}" ;;
                        *) _posthouse_names "${kinds[at]}" ;;
                    esac
                fi
                return 0
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
                .append(") _posthouse_offer ")
                .append(String.join(" ", verbs.keySet()))
                .append(" ;;\n"));
        text.append(THIRD);
        List<String> files = tree.takingFiles();
        for (Map.Entry<String, Command> each : tree.commands().entrySet()) {
            text.append("            '").append(each.getKey()).append("') options='");
            text.append(tree.options(each.getValue()).stream().map(Option::name).collect(Collectors.joining(" ")));
            text.append(files.contains(each.getKey()) ? "' files=1" : "'");
            String kinds = CommandTree.names(each.getValue());
            text.append(kinds.isEmpty() ? " ;;\n" : " kinds='" + kinds + "' ;;\n");
        }
        return text.append(String.format(TAIL, String.join("|", CommandTree.ofFirst())))
                .toString();
    }

    private static String value(String option, String argument) {
        return "        " + option + ") " + offer(option, argument) + "return ;;\n";
    }

    private static String offer(String option, String argument) {
        List<String> choices = CommandTree.choices(argument);
        List<String> several = CommandTree.several(argument);
        if (argument.equals("DIR")) {
            return "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); ";
        }
        if (argument.equals("FILE")) {
            return "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); ";
        }
        if (!several.isEmpty()) {
            return "[[ $cur == *,* ]] && word=${cur%,*}, || word=; _posthouse_offer "
                    + several.stream().map(each -> "\"${word}" + each + "\"").collect(Collectors.joining(" "))
                    + "; compopt -o nospace 2>/dev/null; ";
        }
        if (choices.isEmpty() && Names.of(option).isPresent()) {
            Names kind = Names.of(option).get();
            return kind.ofFirst()
                    ? "[[ -n ${given[2]-} ]] && _posthouse_names " + kind.text() + " \"${given[2]}\"; "
                    : "_posthouse_names " + kind.text() + "; ";
        }
        List<String> words = choices.isEmpty() ? CommandTree.suggestions(option) : choices;
        return words.isEmpty() ? "" : "_posthouse_offer " + String.join(" ", words) + "; ";
    }
}
