"""Where the demo's users sit: user name → short reference of a unit that stands today."""

PLACES: dict[str, str] = {
    "bithu.chibo": "QN-04-X02-C02",
    "vanphong.xa": "DNG-04X01",
    "ubkt.coso": "DNG-12X01",
    "bantochuc": "DNG",
    "ubkt": "DNG",
    "tuyengiao": "DNG",
    "danvan": "NB",
    "vanphong": "DNG",
    "thuongtruc": "DNG",
    "dangvien": "QN-04-X02-C02",
    "baochi": "DNG",
}
"""The secretary and the member share a village of Duy Xuyên, the office its commune: what one enters the other sees."""
