#!/usr/bin/env bash
# Prints the county files that the last commit touched, or all of them if there is no commit before it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if git rev-parse --quiet --verify HEAD~1 >/dev/null; then
  changed=$(git diff --name-only HEAD~1 HEAD -- toolkits/counties)
else
  changed=$(git ls-files toolkits/counties)
fi
sed -nE 's!^(toolkits/counties/[^_/][^/]*)(\.yaml|/.*)$!\1.yaml!p' <<<"$changed" | sort -u |
  while read -r file; do if [ -f "$file" ]; then printf '%s\n' "$file"; fi; done
