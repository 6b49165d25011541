"""Names and phone numbers of people who do not exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

_SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾彭游詹胡"
    "施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛"
)
_FIRST = {"男": "志家俊建文明宏政國信正榮金進德慶天水添萬", "女": "淑美雅怡惠麗秀玉佳月素寶春錦阿碧雪鳳桂彩"}
_SECOND = {"男": "雄豪偉宏銘傑華輝文仁源成發生龍福安昌庭霖", "女": "芬玲惠珍君如雯娟貞蘭華霞英珠雲琴鶯嬌綢吟"}
_FOREIGN_SURNAMES = {"越南語": ("阮氏", "黎氏", "范氏", "裴氏"), "印尼語": ("蘇氏", "林氏", "李氏")}
_FOREIGN_GIVEN = ("青梅", "秋香", "紅蓮", "金鸞", "玉桃", "秋恆", "明月", "清草", "碧蓮", "黃鶯", "雪容", "春河")


@dataclass(slots=True)
class Names:
    """Gives each name once."""

    rng: Random
    used: set[str] = field(default_factory=set)

    def person(self, gender: str) -> str:
        """A surname and two characters, for `女` or `男`."""
        return self._fresh(
            lambda: self.rng.choice(_SURNAMES) + self.rng.choice(_FIRST[gender]) + self.rng.choice(_SECOND[gender])
        )

    def newcomer(self, language: str) -> str:
        """The name of somebody who moved here from where `language` is spoken."""
        return self._fresh(lambda: self.rng.choice(_FOREIGN_SURNAMES[language]) + self.rng.choice(_FOREIGN_GIVEN))

    def _fresh(self, draw: Callable[[], str]) -> str:
        while (name := draw()) in self.used:
            pass
        self.used.add(name)
        return name


def mobile(number: int) -> str:
    """A mobile number of a block that is not given to anybody; `number` 0 to 999."""
    return f"0900-000-{number:03d}"


def landline(number: int) -> str:
    """A Tainan number of a block that is not given to anybody; `number` 0 to 9999."""
    return f"06-000-{number:04d}"
