package sample

// Given names and family names are put together at random; whoever is met here
// is met by chance. Every list is free of duplicates.
var givenNames = []string{
	"Abena", "Adaeze", "Ailsa", "Alma", "Alondra", "Amara", "Anders", "Aneta", "Anjali", "Anton", "Ariadne", "Arturo",
	"Asha", "Avery", "Bao", "Beatriz", "Benedict", "Birgit", "Bram", "Brigid", "Caleb", "Camila", "Carys", "Celeste",
	"Chiara", "Chidi", "Clara", "Conrad", "Cora", "Cyrus", "Dalia", "Daphne", "Darius", "Delphine", "Desmond", "Dieter",
	"Dolores", "Dorothea", "Ebony", "Edith", "Eamon", "Elias", "Eloise", "Emeka", "Enrique", "Esther", "Ewan", "Fatima",
	"Felix", "Fiona", "Florence", "Francesca", "Gareth", "Gemma", "Giles", "Greta", "Gwen", "Hana", "Harriet", "Hector",
	"Helena", "Henrik", "Hiro", "Hugo", "Ida", "Imani", "Ines", "Ingrid", "Iris", "Isolde", "Ivan", "Jamal",
	"Janelle", "Jasper", "Joaquin", "Johanna", "Jonas", "Jordan", "Josefina", "Juno", "Kaito", "Kamala", "Katya", "Keisha",
	"Kenji", "Kofi", "Lars", "Latoya", "Leila", "Leopold", "Linh", "Lorenzo", "Lucinda", "Luther", "Mabel", "Malik",
	"Marisol", "Marta", "Matteo", "Maude", "Mei", "Mercedes", "Miriam", "Moses", "Nadia", "Naomi", "Nikhil", "Nora",
	"Octavia", "Olga", "Omar", "Orla", "Oscar", "Paloma", "Penelope", "Percy", "Petra", "Pilar", "Priya", "Quentin",
	"Rafael", "Ramona", "Ravi", "Renata", "Rhoda", "Roland", "Rosalind", "Rufus", "Ruth", "Sabine", "Samir", "Selma",
	"Sigrid", "Silas", "Simone", "Sofia", "Stella", "Sunita", "Tabitha", "Tamar", "Tariq", "Theo", "Tobias", "Tomas",
	"Uma", "Ursula", "Valentina", "Vera", "Victor", "Wanda", "Wei", "Wilhelmina", "Winston", "Xavier", "Yara", "Yolanda",
	"Yusuf", "Zachary", "Zainab", "Zelda", "José", "Zoë", "René", "Björn", "Søren", "Chloé", "Íñigo", "Jürgen",
}

var familyNames = []string{
	"Abernethy", "Achterberg", "Adeyemi", "Agarwal", "Alcott", "Amadi", "Amundsen", "Anand", "Appleyard", "Arroyo", "Ashford", "Asante",
	"Babcock", "Bachmann", "Balogun", "Bancroft", "Barzani", "Beaumont", "Bellweather", "Bergqvist", "Bhatt", "Birchall", "Blackwood", "Boateng",
	"Bramhall", "Brandvold", "Bustamante", "Calloway", "Cantrell", "Carvalho", "Castellano", "Chaudhry", "Chikwanda", "Clutterbuck", "Corrigan", "Costigan",
	"Crowhurst", "Dalgaard", "Danforth", "Dasgupta", "Delacroix", "Delgado", "Denholm", "Desrosiers", "Dimitrov", "Dombrowski", "Donnelly", "Drummond",
	"Eastwick", "Echeverria", "Edevane", "Ekström", "Ellsworth", "Espinoza", "Fairbairn", "Farouk", "Fennimore", "Ferreira", "Fitzwilliam", "Fontaine",
	"Fujimura", "Galbraith", "Gallardo", "Garrity", "Gebhardt", "Ghorbani", "Gillespie", "Goldfarb", "Greenhalgh", "Grimaldi", "Gunnarsson", "Gupta",
	"Haddad", "Halloran", "Hargreave", "Hashimoto", "Hathersage", "Hawthorne", "Heidrich", "Hollingworth", "Hrdlicka", "Ibarra", "Igwe", "Ishikawa",
	"Jankowski", "Jaramillo", "Jefferies", "Jimenez", "Joubert", "Kaczmarek", "Kapoor", "Karlsson", "Kassab", "Kavanagh", "Kellerman", "Khoury",
	"Kirkbride", "Klinefelter", "Kowalczyk", "Kwarteng", "Lachance", "Lamontagne", "Langstrom", "Larrabee", "Leclair", "Lindqvist", "Littlefield", "Loughlin",
	"MacAskill", "Madaki", "Mahoney", "Malhotra", "Marchetti", "Marlowe", "Mbatha-Ross", "McTavish", "Mendoza", "Merriweather", "Mikkelsen", "Montrose",
	"Morimoto", "Nakagawa", "Narayan", "Nascimento", "Navarrete", "Ngata", "Niemeyer", "Northcott", "Novak", "O'Hanlon", "O'Rourke", "Obafemi",
	"Oduya", "Okafor", "Olivares", "Ormsby", "Ostrander", "Oyelaran", "Pacheco", "Papadakis", "Parminter", "Patankar", "Pemberton", "Petrossian",
	"Pettigrew", "Pham", "Pinckney", "Quackenbush", "Quintero", "Radcliffe", "Rahimi", "Ramaswamy", "Rasmussen", "Ravenscroft", "Redfearn", "Reinholt",
	"Ribeiro", "Rosenthal", "Rutherford", "Saavedra", "Saito", "Sandoval", "Santangelo", "Schaefer", "Seymour", "Shirazi", "Silverstone", "Sorensen",
	"Stavros", "Sundaram", "Swinburne", "Szymanski", "Takahashi", "Tamura", "Tennant", "Thackeray", "Tillinghast", "Tran", "Trevithick", "Uchida",
	"Underhill", "Valdivia", "Vandermeer", "Vasquez", "Venkataraman", "Villanueva", "Vogelsang", "Wadsworth", "Wainwright", "Weatherby", "Whitlock", "Winterbourne",
	"Wojcik", "Yamaguchi", "Yarborough", "Yilmaz", "Zamora", "Zeledon", "Zimmermann", "Muñoz", "Lefèvre", "Gonçalves", "Müller-Voss", "Peña",
}

// wideGiven and wideFamily need letters that Windows-1252 does not have; the
// first file, an export of the shop's old PC, cannot hold them.
var (
	wideGiven  = []string{"Łukasz", "Małgorzata", "Željka", "Jiří", "İpek", "Ștefan", "Ondřej", "Łucja"}
	wideFamily = []string{"Dvořák", "Wałęska", "Kovačić", "Yıldız", "Nguyễn", "Bērziņš", "Kőszegi", "Popović"}
)

// areaCodes are Ohio's and its neighbours'. With 555-01xx behind them they are
// numbers kept for fiction.
var areaCodes = []string{"614", "740", "380", "220", "937", "513", "419", "567", "330", "234", "216", "440", "304", "606", "859", "412", "724", "814"}
