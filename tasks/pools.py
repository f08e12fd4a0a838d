"""Names, words and numbers that template parameters are drawn from, each value in one split only."""

from __future__ import annotations

from random import Random

from tasks.template import Split, split_of


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _split(
    """
    Adam Aisha Alan Alba Albert Alice Alma Amara Amelia Amir Ana Andre Angela Anika Anna Anton Arjun Astrid Aurora
    Axel Beatrice Ben Bianca Bjorn Boris Bruno Camila Carla Carlos Cecilia Celine Chen Chloe Clara Claude Colin Cora
    Daisy Dana Daniel Daria David Deepa Diana Diego Dina Dmitri Dora Dylan Edith Edwin Elena Eli Elias Ella Elsa
    Emil Emma Eric Esther Ethan Eva Fatima Felix Fiona Flora Frank Freya Gabriel Gemma George Gina Grace Greta
    Gustav Hana Hanna Harold Hassan Hector Helen Henry Hugo Ian Ibrahim Ida Igor Ines Ingrid Irene Isaac Isla Ivan
    Ivy Jack Jakob Jamal James Jana Jasmine Javier Joan Joel Johan Jonas Jose Joy Julia June Kai Karim Karin Kate
    Keiko Kenji Kira Klaus Kofi Lara Lars Laura Leila Lena Leo Liam Lila Linda Lina Louis Lucas Lucia Luis Luna
    Lydia Magnus Maya Marco Maria Mario Marta Martin Mateo Max Mei Mia Milan Mina Mira Mohamed Mona Nadia Naomi Nils
    Nina Noah Nora Olga Oliver Omar Oscar Pablo Paul Pedro Petra Priya Rachel Rafael Rana Ravi Rosa Ruben Ruth Sam
    Samir Sandra Sara Selma Simon Sofia Stefan Sven Tara Theo Thomas Tina Tomas Uma Vera Victor Vivian Walter Wanda
    Wendy Yara Yusuf Zara Zoe
    """
)
"""Given names, one word each."""

LAST_NAMES = _split(
    """
    Abbott Adler Ahmed Alvarez Andersen Archer Bailey Baker Barnes Bauer Becker Bell Bennett Berg Bishop Blake Bosch
    Bowman Brandt Brooks Bryant Burke Butler Campos Carey Carter Castro Chan Chandra Chavez Clark Cohen Cole Conti
    Cooper Costa Cruz Dahl Dalton Das Delgado Diaz Dixon Doyle Dubois Duncan Eklund Ellis Engel Eriksen Evans
    Farrell Fernandez Fischer Fleming Fontaine Ford Foster Fox Franco Fuchs Fujita Garcia Gardner Gibson Gomez
    Gordon Graham Grant Green Gupta Haas Hahn Hale Hall Hansen Harper Hart Hayes Heller Hill Hoffman Holm Howard
    Huang Hughes Hunt Ibarra Ito Ivanov Jacobs Jain Jansen Jensen Johnson Jordan Kane Kato Keller Kelly Khan Kim
    King Klein Koch Kowalski Kumar Lambert Lang Larsen Lee Lehmann Lewis Lindgren Lopez Lund Maier Mann Marino Marsh
    Martinez Mason Mayer Mehta Mendez Meyer Miller Mills Moore Morales Moreno Morris Murphy Nakamura Nash Nelson
    Nguyen Nolan Novak Nunez Obrien Okafor Olsen Ortega Owens Palmer Park Parker Patel Pearson Perez Perry Petrov
    Pham Pierce Porter Powell Quinn Ramos Reed Reyes Rice Rivera Roberts Romano Rossi Roth Russo Ryan Sandberg
    Santos Sato Schmidt Schulz Shah Shaw Silva Singh Soto Stein Stone Suzuki Tanaka Taylor Torres Turner Vargas Vega
    Virtanen Vogel Wagner Walsh Wang Ward Watson Weber Wells West White Wolf Wong Wood Wright Yamada Yang Young
    Zhang Ziegler Zimmer
    """
)
"""Family names, one word each."""

WORDS = _split(
    """
    acorn album alley almond amber anchor apple apron arch arrow aspen atlas attic autumn badge bakery balcony
    balloon bamboo banana banner barley barn basil basket bay beach beacon bean berry bicycle birch biscuit blanket
    blossom boat book boots border bottle bottom box bracelet branch bread breeze brick bridge broom brush bucket
    budget bulb butter button cabin cactus cake camera camp canal candle canoe canvas canyon card carpet carrot
    castle cedar celery cello chain chair chalk cheese cherry chess chest chimney choir cider circle city clay cliff
    clinic cloud clover coast coat cocoa coffee coin compass copper coral corner cotton couch cradle crane cream
    creek crystal cup curtain cushion daisy dance dawn deck delta desert desk dinner dock door dragon drawer dream
    drum dune eagle easel echo elbow ember engine envelope essay evening fabric falcon farm feather fence fern
    festival fiddle field fig finch fire flag flame flour flower flute foam fog forest fork fossil fountain fox
    frame frost fruit galaxy game garage garden garlic gate ginger glacier glass globe glove gold grain grape grass
    gravel guitar gym hammer harbor harvest hat hazel hedge herb hill hockey holiday honey horizon horse hotel hour
    house ice igloo ink invoice iris island ivory jacket jam jar jazz jelly jewel journal journey jungle kettle key
    kitchen kite kiwi ladder lagoon lake lamp lantern laundry lawn leaf lecture ledger lemon lesson letter library
    light lily lime linen lion list lobby locket lotus lunch magnet mango map maple marble market meadow meeting
    melon menu mill mint mirror mist monday moon morning moss mountain museum music napkin needle nest night north
    notebook nutmeg oak oasis ocean office olive onion opera orange orchard orchid otter oven owl paint palm panda
    paper parade parcel park parsley path peach pear pebble pencil pepper photo piano picnic pillow pine planet
    plate plum pocket poem pond poplar poppy postcard potato prism project pumpkin puzzle quarry quartz quilt rabbit
    radio rain raven recipe reef rent report rice ribbon river road robin rocket roof rose saddle salad salmon sand
    scarf school sea shadow shelf shell ship shoes shopping shore sketch sky sled snow soap sofa song soup spice
    spoon spring square stable star station stone storm story strawberry stream street studio sugar summer sun
    sunset swan table tea temple tennis tent theater thunder ticket tiger tile tomato tower toy train travel tree
    trumpet tulip tunnel turtle umbrella vacation valley vanilla vase velvet village violet violin voyage wagon
    walnut water wave wheat wheel willow window winter wolf wool workshop yarn yoga zebra zipper
    """
)
"""Common English words for titles, texts, labels and names of things."""

COMPANIES = (
    "Bakery",
    "Books",
    "Clinic",
    "Design",
    "Energy",
    "Foods",
    "Labs",
    "Logistics",
    "Media",
    "Motors",
    "Studio",
    "Travel",
)
"""Second words of company names."""


def _draw(rng: Random, split: Split, values: tuple[str, ...]) -> str:
    return rng.choice([value for value in values if split_of(value) == split])


def first_name(rng: Random, split: Split) -> str:
    """Draw a given name."""
    return _draw(rng, split, FIRST_NAMES)


def last_name(rng: Random, split: Split) -> str:
    """Draw a family name."""
    return _draw(rng, split, LAST_NAMES)


def full_name(rng: Random, split: Split) -> tuple[str, str]:
    """Draw a given and a family name."""
    return first_name(rng, split), last_name(rng, split)


def word(rng: Random, split: Split) -> str:
    """Draw one common word, in lower case."""
    return _draw(rng, split, WORDS)


def words(rng: Random, split: Split, count: int) -> tuple[str, ...]:
    """Draw `count` different words, in lower case."""
    return tuple(rng.sample([value for value in WORDS if split_of(value) == split], count))


def phone_number(rng: Random, split: Split) -> str:
    """Draw a telephone number of 10 digits, from the range that is kept free for fiction."""
    while True:
        number = f"{rng.randrange(201, 990)}5550{rng.randrange(100, 200)}"
        if split_of(number) == split:
            return number


def company(rng: Random, split: Split) -> str:
    """Draw a company's name."""
    return f"{word(rng, split).capitalize()} {rng.choice(COMPANIES)}"


def email(rng: Random, split: Split) -> str:
    """Draw an e-mail address in a domain that is kept free for examples."""
    return f"{first_name(rng, split).lower()}.{word(rng, split)}@example.{rng.choice(('com', 'net', 'org'))}"


def sentence(rng: Random, split: Split) -> str:
    """Draw a note's text: two to five words, the first with a capital letter."""
    return " ".join(words(rng, split, rng.randint(2, 5))).capitalize()


def title(rng: Random, split: Split) -> str:
    """Draw a title of one or two words, in lower case."""
    return " ".join(words(rng, split, rng.randint(1, 2)))
