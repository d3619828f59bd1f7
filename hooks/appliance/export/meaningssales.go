package export

const salesWords = `
# receipts
store: The store, by its key in stores.csv.
source: The system that wrote the receipt.
number: The receipt's number in that system, as it was given.
epoch: The receipt's date as days since January 1, 1970; tells receipts apart whose POS began its numbers again.
kind: What the receipt counts as: sale, return, exchange or other; the kinds after these are in no figure.
stated_kind: What the POS itself calls it; empty where it says nothing.
date: The business date in the store's own time.
sold_at: The moment of the sale; empty where the file gave no time of day.
clock: The time of day of the sale; -1 where it is not known.
shift: The part of the day.
client: The client who bought, by key in clients.csv; empty for a walk-in.
household: The household that the purchase counts for, by key in households.csv or, for a client without one, in clients.csv.
counts_for: The associate for whom the whole receipt counts, by key in staff.csv; empty: unassigned.
product_line: Watch or jewelry, by the main piece; none without one.
brand: The brand of the main piece.
original_number: The number of the receipt that this one brings goods back from, as it was given.
original: That receipt, by its key in this file, once it is in the book.
discount: The discount that was given on the whole receipt.
tax: Sales tax of the receipt, as it was given.
tip: Tip, as it was given.
total: What was to be paid, as the file says.
net: Net over merchandise lines: before tax, after every discount.
net_sold: The part of net on lines above zero.
net_returned: The part of net on lines below zero.
is_sale: Whether the receipt is one of sales_count (formulas.csv).
is_service: Whether the receipt is one of service_tickets.
qualifying: Whether the receipt is one of qualifying_sales.
secondary: Whether a qualifying sale has a live add-on: accessory, care plan or service.
care_plan: Whether a qualifying sale has a live care plan.
repeat: Whether the client had bought on an earlier day, at most 24 months before.
repeat_same: The same, with both purchases counting for the same associate.
repeat_household: Whether the household had bought on an earlier day, at most 24 months before.
repeat_household_same: The same, with both purchases counting for the same associate.
first_purchase: Whether this is the client's first purchase ever.
units: Pieces sold on a receipt of sales_count.
secondary_net: Live net of the live add-on lines of a qualifying sale.
people: Who holds which part of net, as staff key and minor units; empty when all of it counts for one person.
refunded: A refund of the whole receipt without lines, as the POS wrote it.
refunded_on: The day of that refund.
return_lines_unknown: Whether such a refund left open which lines came back.
customer: The customer cell of the file, as it was given.
note: The receipt's note. Numbers of payment cards are never kept.
row: The row of the file on which the receipt begins.
hash: A fingerprint of what the file said, by which a changed receipt is noticed.

# lines
receipt: The receipt, by its key in receipts.csv.
position: The line's place on its receipt, from 1.
sku: The item number, as it was given.
description: What the line says.
category: The department of the POS, as it was given.
role: What the line is: primary (a watch or a piece), accessory, care plan, service, other (no merchandise), or unknown.
product_line: Watch or jewelry, of a primary line.
rule: The phrase of the category rules that decided the role.
brand: The brand, where it is known.
metal: The metal, where it is known.
stone: The stone, where it is known.
carat: The weight in carats, as it was given.
serial: The serial number, where it is known.
certificate: The number of the stone's certificate, where it is known.
quantity: How many; below zero for goods that came back.
unit_price: The price of one, before any discount.
discount: The discount on the whole line.
receipt_discount: This line's part of the discount on the receipt.
net: What the line brought: before tax, after every discount.
tax: The line's sales tax, as it was given.
returned: How much of the quantity came back later.
returns: The line that this one brings back, by its key in this file.
row: The row of the file.

# shares
line: The line, by its key in lines.csv.
staff: The associate, by key in staff.csv; empty: nobody.
position: The place at which the associate was named.
basis_points: The associate's part of the line; the shares of a line add up to 10,000.
amount: The associate's part of the line's net.
`

const readingWords = `
# imports
store: The store that the file belongs to, by its key in stores.csv.
staff: Who read the file, by key in staff.csv; empty on the command line.
file: The file's name.
sha256: A fingerprint of the file's bytes, by which the same file is known again.
size: The file's size in bytes, where it was kept.
source: The system that wrote the file.
preset: The prepared reading that was used.
fingerprint: A fingerprint of the file's header, by which its layout is known again.
mapping: What each column of the file means.
format: How the file is written: encoding, delimiter, header row, columns.
state: How far the import came.
receipts: Receipts that this import made.
lines: Lines that this import made.
updated_receipts: Receipts that it brought up to date.
unchanged: Receipts that were in the book already.
clients_new: Clients that it made.
clients_matched: Clients that it knew.
skipped: Rows that hold no sale, such as subtotals.
rejected: Rows that could not be read.
first_date: The earliest business date in the file.
last_date: The latest business date in the file.
result: The whole answer that the import gave.
taken_back: What taking the import back did: what left the book, and what stayed and why; empty while it stands.
applied_at: When it was brought into the book.
undone_at: When it was taken back.
error: What ended it, where it failed.

# import_rows
row: The row's number in its file, from 1; of several rows, the first.
rows: How many rows stand here: those that were kept lie many together.
import: The file, by its key in imports.csv.
cells: The cells as they were read: a list, or for kept rows a list by row number.
state: Whether the row was kept, rejected or skipped.
column: The column that could not be read.
reason: Why the row was rejected or skipped.

# mappings
store: The store whose files these are, by its key in stores.csv.
fingerprint: A fingerprint of the header that this is remembered for.
source: The system that writes such files.
preset: The prepared reading that was chosen.
columns: What each column means, as a person confirmed it.
answers: The answers to the questions that such a file leaves open.

# category_rules
store: The store whose rule this is, by its key in stores.csv.
match: Where the phrase is looked for: category, description, or either.
phrase: The words that decide, singular or plural.
role: The role that such a line has.
product_line: Watch or jewelry, of a primary line.
`

const trustWords = `
# audit
seq: The entry's number; no number is missing.
at: When it happened.
staff: Who did it, by key in staff.csv; empty for the program itself.
who: The same in words.
device: The device on which it was done.
action: What was done.
collection: The kind of record that was changed.
record: The record that was changed, by its key.
fields: The names of the fields that changed.
value_mac: A seal over the values beside this entry, in audit_values.csv.
value_key: Which key sealed them. The keys themselves never leave the book.
previous: The seal of the entry before this one.
hash: The seal of this entry. A printed scorecard carries the latest one.

# audit_values
seq: The entry of audit.csv that these values belong to.
client: The client whose values these are, by key in clients.csv; empty for the store's own.
before: The values before the change.
after: The values after the change.

# scorecards
store: The store, by its key in stores.csv.
staff: The associate, by key in staff.csv; empty for the team's card.
week: The week, such as 2026-W46.
first: The first day of the week.
last: The last day of the week.
definition_version: The edition of the formulas by which the card was counted.
figures: The counts and sums on the card, as issued; money in minor units.
issued_at: When the card was issued.
audit_head: The latest seal of the audit chain at that moment.
`
