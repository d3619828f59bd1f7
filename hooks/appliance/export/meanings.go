package export

import "strings"

// meanings says what every field means, by collection and field; a star stands
// for every collection. One line a field: name, colon, meaning.
func meanings() map[string]string {
	all := map[string]string{}
	for _, text := range []string{everywhere, peopleWords, bookWords, salesWords, readingWords, trustWords} {
		collection := ""
		for line := range strings.Lines(text) {
			line = strings.TrimSpace(line)
			if name, ok := strings.CutPrefix(line, "# "); ok {
				collection = name
				continue
			}
			if field, meaning, ok := strings.Cut(line, ": "); ok {
				all[collection+"."+field] = meaning
			}
		}
	}
	return all
}

const everywhere = `
# *
id: The record's own key. Columns that name another record hold its key.
created: When the record was first saved.
updated: When the record was last saved.
rev: Raised by one with every edit, so that two people never overwrite each other.
import: The import that made the record, by its key in imports.csv; empty when a person made it.
`

const peopleWords = `
# stores
code: Short name of the store, as commands and files use it.
name: The store's name, as it is printed.
address: The store's address, as it is printed.
phone: The store's telephone number, as it is printed.
currency: The currency of every amount of this store (ISO 4217). The first imported file sets it.
time_zone: The store's time zone (IANA), which decides the business date of a sale.
country: The store's country (ISO 3166). Telephone numbers without a country are read as numbers of it.
week_start: The first day of the store's week.
day_cutover: A sale before this time of day belongs to the day before.
noon: From this time of day it is afternoon; 0 means 12:00.
evening: From this time of day it is evening; 0 means 17:00.
floor: Below this number of cases a figure stays in words; 0 means 5.
paper: The paper size that the store prints on.
language: The language of screens and paper; empty means English.
leap_day: The day on which milestones of February 29 are kept in other years.
pos_codes: What the store is called in POS exports.
monogram: A few letters that stand for the store where there is no logo.
logo: The name of the store's logo among the stored files.
morning_name: What the store calls the morning; empty means morning.
afternoon_name: What the store calls the afternoon; empty means afternoon.
evening_name: What the store calls the evening; empty means evening.

# staff
name: The person's name.
code: Short name of the person, as the figures use it; unique in the store.
pos_codes: The codes under which POS exports know the person.
role: What the person may do: owner, manager or associate.
store: The store where the person works, by its key in stores.csv.
active: Whether the person works here now and may sign in.
signs_in: Whether the person has a password of their own.
started: First day at the store, where it was given.
ended: Last day at the store, where it was given.
`

const bookWords = `
# households
store: The store whose client book this is in, by its key in stores.csv.
name: What the household is called.
account_key: The account number that its members share in the POS.
source: The system that gave the account number.
line1: First line of the postal address.
line2: Second line of the postal address.
city: City of the postal address.
region: State or region of the postal address.
postal_code: Postal code.
country: Country of the postal address (ISO 3166).

# clients
store: The store whose client book this is in, by its key in stores.csv.
household: The household that the client belongs to, by its key in households.csv.
owner: The associate who looks after the client, by key in staff.csv.
name: The client's name as it was given.
given: Given name, where it could be told apart.
family: Family name, where it could be told apart.
name_key: The name in the form by which names are compared.
couple: Whether the name is that of two people.
company: Whether the name is that of a company.
deceased: Whether the client has died. Nothing is sent any more.
since: The day on which the client came to the store, where it was given.
notes: What the staff wrote about the client.

# client_keys
client: The client, by key in clients.csv.
source: The system that knows the client under this number.
key: The client's number in that system.

# contact_points
client: The client, by key in clients.csv.
kind: Whether this is an email address or a telephone number.
raw: The address or number as it was given.
normalized: The same in the one form by which it is compared; empty where it cannot be right.
label: What it is for, such as work or home.
do_not_contact: Whether the client does not want to be reached here.

# consents
client: The client, by key in clients.csv.
channel: The way of reaching the client that this is about.
state: What the client said: yes, no, or not known.
basis: Why the store may or may not write: the client's own words, a purchase, a law.
source: Where that was learned.
at: When it was said.
staff: Who wrote it down, by key in staff.csv.

# relations
client: One of the two, by key in clients.csv.
other: The other one, by key in clients.csv.
kind: What the other one is to the client, such as partner or daughter.
from: Since when, where it is known.
until: Until when, where it is known.

# milestones
client: The client, by key in clients.csv.
kind: What the day is, such as birthday or wedding.
label: The day in the store's own words.
month: Month, 1 to 12.
day: Day of the month.
year: Year of the event; 0 where it is not known.

# preferences
client: The client, by key in clients.csv.
kind: What the preference is about: metal, stone, cut, style, brand, size or price band.
value: What the client likes, or the size.
state: Whether the client confirmed it, purchases suggest it, or the client declined it.

# merges
store: The store whose client book this is in, by its key in stores.csv.
state: Whether the two are one client now, or the merge was undone.
kept: The client who stayed, by key in clients.csv.
dropped: The client who went into the other one; the key is no longer in clients.csv while they are one.
moved: What moved from one to the other.
staff: Who merged them, by key in staff.csv.
at: When they were merged.
undone_by: Who undid it, by key in staff.csv.
undone_at: When it was undone.

# duplicates
client: One of two clients who may be the same person, by key in clients.csv.
other: The other one, by key in clients.csv.
reason: What the two have in common.
state: What was decided: open, the same person, or different people.

# merges
store: The store whose client book this is in, by its key in stores.csv.
state: Whether the merge stands (merged) or was taken back (undone).
kept: The client who stayed, by key in clients.csv.
dropped: The client who went into the other one; no longer in clients.csv while the merge stands.
moved: Which records changed hands, by their keys.
staff: Who brought the two together, by key in staff.csv.
at: When.
undone_by: Who took it back, by key in staff.csv.
undone_at: When.
`
