"""The people and households that the sample office serves. All are invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from outreach.sample.homes import Home, Homes
from outreach.sample.names import Names, landline, mobile
from outreach.sample.people import SamplePerson, holders
from outreach.sample.tables import Row

# How many elders live alone in each need grade: 4 is seen twice a week, 1 twice a year.
GRADES = {4: 23, 3: 22, 2: 15, 1: 9}
_LANGUAGES = ("台語", "台語", "國語、台語", "國語、台語", "國語、台語", "國語")
_CONTACTS = ("女兒 許小姐", "兒子 陳先生", "鄰居 林太太", "姪女 黃小姐", "媳婦 蔡小姐", "孫子 吳先生", "妹妹 郭女士")
_WITHOUT_POINT = 11  # every eleventh home is known by its 里 only


@dataclass(slots=True)
class SampleClient:
    """A client and the row that it becomes."""

    code: str
    name: str
    gender: str
    home: Home
    phone: str
    groups: str
    languages: str
    birth_year: int
    need_grade: int | None = None
    companion: str | None = None
    preferred: str = ""
    refused: str = ""
    note: str = ""
    contact: str | None = None
    contact_phone: str | None = None

    def row(self) -> Row:
        """The row of the sheet of clients."""
        fields = ("code", "name", "gender", "birth_year", "phone", "need_grade", "groups", "languages", "companion")
        asked = {"contact": self.contact, "contact_phone": self.contact_phone}
        wishes = {"preferred": self.preferred or None, "refused": self.refused or None, "note": self.note or None}
        return {name: getattr(self, name) for name in fields} | self.home.cells() | asked | wishes


class Register:
    """Enters clients one by one: the next code, a fresh name, a home and a phone number."""

    def __init__(self, rng: Random, names: Names, homes: Homes, year: int) -> None:
        self._rng, self._names, self._homes, self._year = rng, names, homes, year
        self._numbers = count(1)

    def enter(self, groups: str, ages: tuple[int, int], languages: str) -> SampleClient:
        """A client of this group in any 里, born so many years before the planned week (least, most)."""
        gender = self._rng.choice("女男")
        return self._enter(self._names.person(gender), gender, groups, ages, languages)

    def newcomer(self, language: str, village: str, *, own_language_only: bool) -> SampleClient:
        """A woman who moved here from abroad, with her family."""
        languages = language if own_language_only else f"國語、{language}"
        return self._enter(self._names.newcomer(language), "女", "新移民", (24, 52), languages, village)

    def _enter(
        self, name: str, gender: str, groups: str, ages: tuple[int, int], languages: str, village: str | None = None
    ) -> SampleClient:
        number = next(self._numbers)
        home = self._homes.home(village, exact=number % _WITHOUT_POINT != 0)
        born = self._year - self._rng.randint(*ages)
        return SampleClient(f"C{number:04d}", name, gender, home, landline(100 + number), groups, languages, born)


def elders(rng: Random, register: Register, people: Sequence[SamplePerson]) -> list[SampleClient]:
    """The 69 elders who live alone, with their wishes about who comes."""
    visitors = holders(people, "關懷訪視")
    regulars = [person for person in visitors if person.role == "替代役"]
    clients: list[SampleClient] = []
    for grade in (grade for grade, number in GRADES.items() for _ in range(number)):
        client = register.enter("獨居", (68, 94), rng.choice(_LANGUAGES))
        client.need_grade = grade
        # Some have nobody who could be asked.
        if len(clients) % 6 != 5:
            client.contact = _CONTACTS[len(clients) % len(_CONTACTS)]
            client.contact_phone = mobile(900 + len(clients))
        if grade >= 3 and rng.random() < 0.6:
            spoken = client.languages.split("、")
            client.preferred = rng.choice([one.code for one in regulars if {*spoken} & {*one.languages}])
        clients.append(client)
    # The first speaks Hakka only: few visitors can make themselves understood.
    clients[0].languages, clients[0].preferred = "客語", ""
    _add_wishes(rng, clients[1:], [person.code for person in visitors])
    return clients


def _add_wishes(rng: Random, clients: Sequence[SampleClient], visitors: Sequence[str]) -> None:
    for client in rng.sample(clients, 5):
        client.refused = rng.choice([code for code in visitors if code != client.preferred])
    for client in rng.sample([client for client in clients if client.gender == "男"], 3):
        client.companion, client.note = "兩人同行", "曾有情緒起伏，請兩人同行"
    women = [client for client in clients if client.gender == "女" and not client.preferred]
    for client in rng.sample(women, 4):
        client.companion = "同性別在場"
    for client in rng.sample([client for client in clients if not client.note], 8):
        client.note = rng.choice(("重聽，請大聲敲門", "住三樓，無電梯", "養狗，請先打電話", "行動緩慢，請多等一會"))
