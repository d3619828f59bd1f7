package contact

import (
	"slices"
	"strings"
	"sync"
)

// nicknameRows are English given names with what people are called, one name a
// row, full name first. Two words are one person's name when they share a row; so
// Alex is Alexander or Alexandra, but those two are not each other.
const nicknameRows = `abigail abby gail
albert al bert
alexander alex al sasha xander
alexandra alex sandra lexi sasha
alfred al fred
amanda mandy
andrew andy drew
anthony tony
antonio tony
barbara barb babs
benjamin ben benny
catherine cathy cat kate katie cate
charles charlie chuck
charlotte charlie lottie
christina chris tina christy
christine chris tina christy
christopher chris topher kit
cynthia cindy
daniel dan danny
david dave davey
deborah deb debbie debra
donald don donny
dorothy dot dottie
douglas doug
edward ed eddie ted ned
eleanor ellie nell nora
elizabeth liz lizzie beth betty betsy eliza libby
eugene gene
frances fran francie
francis frank
franklin frank
frederick fred freddie
gabriel gabe
gerald gerry jerry
gregory greg
harold harry hal
henry hank harry
isabella bella izzy
jacob jake
jacqueline jackie
james jim jimmy jamie
janet jan
jeffrey jeff
jennifer jen jenny
jessica jess jessie
john jack johnny jon
jonathan jon
joseph joe joey
joshua josh
judith judy
katherine kathy kate katie kat
kathleen kathy katie
kenneth ken kenny
kimberly kim
lawrence larry
leonard leo len lenny
louis lou
margaret maggie meg peggy marge greta
martin marty
matthew matt
megan meg
melissa missy
michael mike mick mikey
michelle shelly
nancy nan
nathaniel nate nathan
nicholas nick nicky
pamela pam
patricia pat patty tricia trish
patrick pat paddy
peter pete
philip phil phillip
rachel rae
raymond ray
rebecca becca becky
richard rick rich dick ricky
robert rob bob bobby robbie bert
roberta bobbie
ronald ron ronnie
samantha sam
samuel sam sammy
sarah sally sara
stephanie steph
stephen steve steven
steven steve stephen
susan sue suzy susie
suzanne sue suzy
teresa terry tess theresa
theodore ted teddy theo
theresa terry tess teresa
thomas tom tommy
timothy tim timmy
valerie val
vanessa nessa
veronica ronnie
victor vic
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt
william bill will billy willie liam
zachary zach zack`

var nicknameOf = sync.OnceValue(func() map[string][]int {
	rows := map[string][]int{}
	for i, row := range strings.Split(nicknameRows, "\n") {
		for _, name := range strings.Fields(row) {
			rows[name] = append(rows[name], i)
		}
	}
	return rows
})

// Nicknames are the other names, folded, by which somebody of a folded given
// name may be in the book: bill, billy and will for william, william for bill.
func Nicknames(given string) []string {
	var all []string
	rows := strings.Split(nicknameRows, "\n")
	for _, i := range nicknameOf()[given] {
		for _, name := range strings.Fields(rows[i]) {
			if name != given && !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// nicknames says whether two folded given names can be one. Two nicknames of one
// name count too (Bill, Will).
func nicknames(x, y string) bool {
	for _, i := range nicknameOf()[x] {
		for _, j := range nicknameOf()[y] {
			if i == j {
				return true
			}
		}
	}
	return false
}
