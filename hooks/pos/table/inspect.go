package table

// Inspection is what `import --inspect --json` says about a file before any
// mapping; the caller adds preset and mapping.
type Inspection struct {
	File      string           `json:"file"`
	Encoding  string           `json:"encoding"`
	Delimiter string           `json:"delimiter"`
	HeaderRow int              `json:"header_row"`
	Columns   []InspectColumn  `json:"columns"`
	DataRows  int              `json:"data_rows"`
	Dropped   []InspectDropped `json:"dropped"`
	Sections  []Section        `json:"sections"`
	Questions []Question       `json:"questions"`
	Preamble  []InspectLine    `json:"preamble"`
	Totals    []InspectTotal   `json:"control_totals"`
	Warnings  []string         `json:"warnings"`
}

// InspectColumn is one column: its name, kind and, for money, the sum of its
// rows as a decimal string.
type InspectColumn struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	Sum  string `json:"sum,omitempty"`
}

// InspectDropped is a record that is no row of data. A page mark counts as a footer.
type InspectDropped struct {
	Row int    `json:"row"`
	Why string `json:"why"`
}

// InspectLine is a title line above the header.
type InspectLine struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"`
}

// InspectTotal is a total stated in the file beside the sum of its rows.
type InspectTotal struct {
	Row    int    `json:"row"`
	Label  string `json:"label"`
	Column string `json:"column"`
	Stated string `json:"stated"`
	Summed string `json:"summed"`
	Agrees bool   `json:"agrees"`
}

// Inspect gives the part of the inspection that the table knows. Lists are
// never null.
func (f *File) Inspect() any {
	in := Inspection{File: f.Name, Encoding: f.Encoding, Delimiter: f.Delimiter, HeaderRow: f.HeaderRow, DataRows: f.DataRows,
		Columns: []InspectColumn{}, Dropped: []InspectDropped{}, Sections: []Section{}, Questions: []Question{},
		Preamble: []InspectLine{}, Totals: []InspectTotal{}, Warnings: []string{}}
	for _, c := range f.Columns {
		ic := InspectColumn{Name: c.Name, Kind: c.Kind}
		if c.Kind == Money && !c.SumLost {
			ic.Sum = c.Sum.String()
		}
		in.Columns = append(in.Columns, ic)
	}
	for _, d := range f.Dropped {
		if d.Why == Page {
			d.Why = Footer
		}
		in.Dropped = append(in.Dropped, InspectDropped(d))
	}
	for _, p := range f.Preamble {
		in.Preamble = append(in.Preamble, InspectLine(p))
	}
	for _, t := range f.Totals {
		in.Totals = append(in.Totals, InspectTotal(t))
	}
	in.Sections = append(in.Sections, f.Sections...)
	in.Questions = append(in.Questions, f.Questions...)
	in.Warnings = append(in.Warnings, f.Warnings...)
	return in
}
