/**
 * What makes bash complete `baton`, in bash's own means: it needs no package of completions, evaluates nothing of what was
 * typed, and may be read twice. Where Baton knows no word, bash completes names of files.
 */
export const completeInBash = `_baton() {
  local word="\${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in :*) continue ;; esac
    line="\${line%%$'\\t'*}"
    if [ "\${line#"$word"}" != "$line" ] || [ -z "$word" ]; then COMPREPLY+=("$line"); fi
  done < <(baton complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o bashdefault -o default -F _baton baton
`;
