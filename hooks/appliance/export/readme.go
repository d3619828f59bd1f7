package export

import "strings"

// readme goes first in the zip. Lines end as a PC's plain editor wants them.
const readmeText = `Everything in the book
======================

One file a collection: clients.csv holds the clients, receipts.csv the receipts,
lines.csv their lines, and so on. dictionary.csv says what every column means,
formulas.csv how every figure is worked out. All of it is as of one moment.

This zip holds your whole client book. Keep it as you keep the book.

How the files are written
  Text      UTF-8, commas between cells, the first row names the columns.
  Rows      in the order in which they came into the book.
  Money     twice. The column "net" counts minor units (cents: 129500), as the
            book does and as the formulas want it; "net_decimal" is the same as
            people write it (1295.00), with a point. The currency of a store is
            in stores.csv.
  Quantity  twice, too: "quantity" counts thousandths (1000 is one piece),
            "quantity_decimal" is the same as people write it (1.000).
  Dates     2026-11-16. Moments are in UTC; business dates are the store's own.
  Yes, no   true and false.
  Links     a column such as "client" holds the id of a row of clients.csv.
  Empty     nothing was given.

Two things to know
  A text that begins with = + - @ or a tab could run as a formula when a
  spreadsheet opens the file. Such a text has an apostrophe before it:
  '+1 614 555 0100. Take that one apostrophe away when a program reads the file.
  A spreadsheet may shorten numbers of receipts and items (00123 becomes 123).
  Where that matters, read the file through its import dialog and choose Text
  for these columns.

What is not in here
  Passwords, the email addresses with which staff sign in, sign-in keys and open
  sign-ins, the keys of the audit chain, and the answers kept so that no tap
  counts twice.
  Files cannot be read back into the book; for that keep copies of the book.
`

func readme() string { return strings.ReplaceAll(readmeText, "\n", "\r\n") }
