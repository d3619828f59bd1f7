package scorecard

// Phrasings of the two boxes. Every list has two or more, so that no card says
// the same in two weeks running. Words in braces are filled in; a sentence never
// begins with one that may be digits.

var beginnings = []string{
	"Nothing is read into so few sales. From {floor} on a rate stands here, with how sure it is.",
	"So few sales are counted, not judged. The first rate stands here from {floor} on.",
	"These sales are a beginning. From {floor} on they make a rate; until then each one simply counts.",
}

var cameBack = []string{
	"In these 13 weeks {n} clients who had bought {from} before came back and bought again.",
	"Clients come back: {n} of those who bought {from} in these 13 weeks had bought before.",
	"Among the clients of these 13 weeks, {n} had bought {from} before.",
}

var jewelryAdded = []string{
	"{You} added something to {n} jewelry sales in these 13 weeks.",
	"In these 13 weeks {n} jewelry sales left with something added.",
	"Something went along with {n} jewelry sales in these 13 weeks.",
}

var watchesAdded = []string{
	"{You} added something to {n} watch sales in these 13 weeks.",
	"In these 13 weeks {n} watch sales left with something beside the watch.",
	"Something went along with {n} watch sales in these 13 weeks.",
}

var plansTaken = []string{
	"In these 13 weeks {n} sales left with a care plan.",
	"Care plans: {n} sales of these 13 weeks left with one.",
	"A care plan went with {n} sales of these 13 weeks.",
}

var chosen = []string{
	"Clients chose {who} for {sales} in these 13 weeks.",
	"In these 13 weeks clients trusted {who} with {sales}.",
}

var rises = map[string][]string{
	watches: {
		"More watch sales leave with an add-on: {n} of {of}, after {bn} of {bof} in the 13 weeks before.",
		"Watch sales with an add-on went up from {bn} of {bof} to {n} of {of}.",
	},
	jewelry: {
		"More jewelry sales leave with an add-on: {n} of {of}, after {bn} of {bof} in the 13 weeks before.",
		"Jewelry sales with an add-on went up from {bn} of {bof} to {n} of {of}.",
	},
	average: {
		"The average sale is {mean} over {sales}, up from {was} in the 13 weeks before.",
		"Over {sales}, the average sale went up from {was} to {mean}.",
	},
	units: {
		"The pieces per sale are {mean} over {sales}, up from {was} in the 13 weeks before.",
		"Over {sales}, the pieces per sale went up from {was} to {mean}.",
	},
	plans: {
		"More sales leave with a care plan: {n} of {of}, after {bn} of {bof} in the 13 weeks before.",
		"Sales with a care plan went up from {bn} of {bof} to {n} of {of}.",
	},
}

var falls = map[string][]string{
	watches: {
		"Watch sales with an add-on went down from {bn} of {bof} to {n} of {of}.",
		"Watch sales with an add-on are down: {n} of {of}, after {bn} of {bof}.",
	},
	jewelry: {
		"Jewelry sales with an add-on went down from {bn} of {bof} to {n} of {of}.",
		"Jewelry sales with an add-on are down: {n} of {of}, after {bn} of {bof}.",
	},
	average: {
		"The average sale is {mean} over {sales}, down from {was} in the 13 weeks before.",
		"Over {sales}, the average sale went down from {was} to {mean}.",
	},
	units: {
		"The pieces per sale are {mean} over {sales}, down from {was} in the 13 weeks before.",
		"Over {sales}, the pieces per sale went down from {was} to {mean}.",
	},
	plans: {
		"Sales with a care plan went down from {bn} of {bof} to {n} of {of}.",
		"Sales with a care plan are down: {n} of {of}, after {bn} of {bof}.",
	},
}

var lefts = map[string][]string{
	watches: {
		"Of {of} watch sales {left} left with nothing added.",
		"In these 13 weeks {left} of {of} watch sales had nothing added.",
		"There were {of} watch sales, {left} of them with nothing added.",
	},
	jewelry: {
		"Of {of} jewelry sales {left} left with nothing added.",
		"In these 13 weeks {left} of {of} jewelry sales had nothing added.",
		"There were {of} jewelry sales, {left} of them with nothing added.",
	},
	plans: {
		"Of {of} sales {left} left without a care plan.",
		"In these 13 weeks {left} of {of} sales had no care plan.",
	},
}

var nameless = []string{
	"Of {of} sales {n} have no client’s name in the book.",
	"In these 13 weeks {n} of {of} sales have no name in the book.",
}

var allNameless = []string{
	"None of the {of} sales has a client’s name in the book.",
	"In these 13 weeks all {of} sales are without a name in the book.",
}

var ideas = map[string][]string{
	watches: {
		"With each watch, show one strap for the life the client described.",
		"While the bracelet is being fitted, lay a second strap beside it.",
		"Ask where the watch will be worn, and answer with one thing that belongs there.",
		"Before the box closes, say in one sentence what a care plan looks after.",
	},
	jewelry: {
		"With each piece, offer one word of engraving and let the client write it down.",
		"Ask how the piece will be kept bright, and set the cleaning kit beside it.",
		"With each ring, check the size once more, and say what sizing would take.",
		"Before the box closes, say in one sentence what a care plan looks after.",
	},
	average: {
		"Show the piece you would choose yourself first, and say why in one sentence.",
		"Set one finer piece beside the one that was asked for, and let it be.",
	},
	units: {
		"Lay the piece that was made to go with it beside the one that was chosen.",
		"Ask who else has a day coming, before the receipt is printed.",
	},
	plans: {
		"Offer the care plan once, early, and say what it covers in one sentence.",
		"Tell of one repair that a plan paid for, then leave the choice open.",
	},
	"names": {
		"Ask for the name before the piece is wrapped; a thank-you can only go to somebody.",
		"Offer to keep the ring size and the date of the occasion; the name comes with them.",
	},
}

var habits = []string{
	"Write down one thing each client told you. It is the first line of the next note.",
	"Ask each client what the day is for, and keep the date.",
	"Say why, for each piece you show: one reason, in the client’s own words.",
}

// awaited is for somebody of whom the book has no sale yet, such as a new hire.
var awaited = []string{
	"Stand beside a colleague for one sale, and write down the first question they ask. If you sold already and it is missing here, the POS may know you under another code; the owner can look it up.",
	"Choose the three pieces you like best, and learn one true sentence about each. If you sold already and it is missing here, it may stand under another code; the owner can look it up.",
}

var absent = []string{
	"If you were away, welcome back. If you sold and it is missing here, the POS may know you under another code; the owner can look it up.",
	"If something you sold is missing here, it may stand under another code of the POS. The owner can look it up. If you were away, welcome back.",
}

var teamAbsent = []string{
	"Import the POS export of these weeks and print again; this page fills by itself.",
	"Bring in the POS export of these weeks. Printed again, this page fills by itself.",
}
