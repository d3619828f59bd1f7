// Command shape lists functions and files that have grown too large to be read
// in one go, and file names that the go command could take for another system's.
//
//	go run ./packaging/ci/shape [-paths 10] [-function 60] [-file 300] [folder]
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"os"
	"path"
	"strings"
)

// bounds are the most that a function or file may have. Tests may be long, as
// tables are, but not tangled.
type bounds struct {
	paths    int // cyclomatic complexity of a function (McCabe 1976)
	function int // lines of a function, but for tests
	file     int // lines of a file, but for tests
}

func main() {
	var most bounds
	flag.IntVar(&most.paths, "paths", 10, "most paths through a function")
	flag.IntVar(&most.function, "function", 60, "most lines of a function, but for tests")
	flag.IntVar(&most.file, "file", 300, "most lines of a file, but for tests")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	found, err := most.look(os.DirFS(root))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, line := range found {
		fmt.Println(line)
	}
	if len(found) > 0 {
		os.Exit(1)
	}
}

// look walks all Go files below a folder and returns one line a finding.
func (most bounds) look(root fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		lines, err := most.check(name, source)
		found = append(found, lines...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("looking through the Go files: %w", err)
	}
	return found, nil
}

// check is what is wrong with one file.
func (most bounds) check(name string, source []byte) ([]string, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(name, "_test.go") {
		most.function, most.file = math.MaxInt, math.MaxInt
	}
	var found []string
	if n := set.PositionFor(f.FileEnd-1, false).Line; n > most.file {
		found = append(found, fmt.Sprintf("%s: %d lines, at most %d", name, n, most.file))
	}
	if odd(path.Base(name)) {
		found = append(found, name+": an underscore in a file name is kept for _test and for systems")
	}
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
			found = append(found, most.measure(set, fn)...)
		}
	}
	return found, nil
}

// measure is what is wrong with one function.
func (most bounds) measure(set *token.FileSet, fn *ast.FuncDecl) []string {
	var found []string
	at := set.PositionFor(fn.Pos(), false)
	where := fmt.Sprintf("%s:%d: %s", at.Filename, at.Line, fn.Name.Name)
	if n := set.PositionFor(fn.End(), false).Line - at.Line + 1; n > most.function {
		found = append(found, fmt.Sprintf("%s has %d lines, at most %d", where, n, most.function))
	}
	if n := paths(fn.Body); n > most.paths {
		found = append(found, fmt.Sprintf("%s has %d paths, at most %d", where, n, most.paths))
	}
	return found
}

// paths is one more than the places where a function chooses: if, for, range,
// case (but not default), && and ||. Functions inside it count with it.
func paths(body ast.Node) int {
	n := 1
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil {
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}

// odd reports an underscore that stands neither for a test nor for a system.
func odd(name string) bool {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".go"), "_test")
	for _, system := range []string{"_linux", "_windows", "_darwin", "_unix"} {
		name = strings.TrimSuffix(name, system)
	}
	return strings.Contains(name, "_")
}
