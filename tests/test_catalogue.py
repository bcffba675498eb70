"""The catalogue of a document's figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from fictional import filled

from qa.catalogue import Catalogue, abbreviated, grams
from qa.lookup import catalogue


@pytest.fixture(scope="module")
def budget(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    with filled(tmp_path_factory.mktemp("catalogue")) as store:
        return catalogue(store, store.documents()[0].id)


def test_every_figure_is_found_by_code_and_by_its_words(budget: Catalogue) -> None:
    assert {entry.item for entry in budget.by_code["30211"]} == {"差旅费"}
    assert "差旅费" in budget.vocabulary.split("\n")
    numbers = budget.postings.of("差旅")
    assert any(budget.entries[number].item == "差旅费" and weight == 1.0 for number, weight in numbers.items())


def test_a_number_without_a_name_is_about_its_heading(budget: Catalogue) -> None:
    assert any(entry.item == "机关运行经费" for entry in budget.entries)


def test_common_bigrams_weigh_less_than_rare_ones(budget: Catalogue) -> None:
    assert budget.weight("支出") < budget.weight("差旅")
    assert budget.weight("火星") == 1.0


def test_bigrams_stay_inside_words_and_short_forms_skip_characters() -> None:
    assert grams("差旅费（元）") == ["差旅", "旅费", "元"]
    assert ("医保", 0.8) in abbreviated("医疗保险")


def test_the_catalogue_keeps_the_documents_order(budget: Catalogue, tmp_path: Path) -> None:
    assert [entry.number for entry in budget.entries] == list(range(len(budget.entries)))


def test_one_character_in_brackets_is_written_without_them_too() -> None:
    assert grams("维修（护）费") == grams("维修护费")
    assert "款群" not in grams("文化（款）群众文化（项）")
