package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"touchstone/hooks/internal/verb"
)

// Overview writes the list of all commands.
func Overview(w io.Writer, verbs []verb.Verb) error {
	t := tabwriter.NewWriter(w, 0, 4, 3, ' ', 0)
	fmt.Fprint(t, "Touchstone: client book, add-on sales and Monday's scorecards from your POS export.\n\nUse: touchstone COMMAND\n\n")
	for _, v := range verbs {
		fmt.Fprintf(t, "  %s\t%s\n", v.Name, v.Short)
	}
	fmt.Fprint(t, "\nEvery command has --help, --json (answers for programs) and --dir DATA (the data folder).\n")
	return t.Flush()
}

// One writes the help of one command.
func One(w io.Writer, v *verb.Verb) error {
	t := tabwriter.NewWriter(w, 0, 4, 3, ' ', 0)
	use := strings.TrimSpace("touchstone " + v.Name + " " + v.Args)
	if len(v.Flags) > 0 {
		use += " [options]"
	}
	fmt.Fprintf(t, "%s\n\nUse: %s\n", v.Short, use)
	if v.Long != "" {
		fmt.Fprintf(t, "\n%s\n", v.Long)
	}
	fmt.Fprint(t, "\nOptions:\n")
	for _, f := range v.Flags {
		fmt.Fprintf(t, "  %s\t%s\n", flagName(f), flagUsage(f))
	}
	fmt.Fprint(t, "  --json\tanswer for programs instead of people\n")
	fmt.Fprint(t, "  --dir DATA\tthe data folder\n")
	fmt.Fprint(t, "  --help\tthis text\n")
	return t.Flush()
}

func flagName(f verb.Flag) string {
	switch {
	case f.Bool:
		return "--" + f.Name
	case f.In || f.Out:
		return "--" + f.Name + " FILE"
	}
	return "--" + f.Name + " " + strings.ToUpper(strings.ReplaceAll(f.Name, "-", " "))
}

func flagUsage(f verb.Flag) string {
	if f.Default == "" {
		return f.Usage
	}
	return f.Usage + " (otherwise " + f.Default + ")"
}
