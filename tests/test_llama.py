"""Our index in other people's llama-index pipelines: nodes with stable ids, scores, and metadata that lead back to the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import scripted

from index.llama import GoujiRetriever
from index.passage import Filter
from index.store import Store

DISCLOSURES = {
    "柳泉市气象服务中心2023年部门预算.txt": "柳泉市气象服务中心2023年部门预算\n\n一、主要职责\n负责全市气象观测设备的维护和灾害性天气的预警信息发布。\n\n二、预算说明\n2023年培训费预算1.50万元。\n",
    "柳泉市档案馆2022年部门决算.txt": "柳泉市档案馆2022年部门决算\n\n一、主要职责\n负责全市档案的接收、保管和利用。\n\n二、决算说明\n2022年培训费决算0.80万元。\n",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    directory = tmp_path_factory.mktemp("store")
    with Store.open(directory / "store") as opened:
        for name, text in DISCLOSURES.items():
            (directory / name).write_text(text, encoding="utf-8")
            assert opened.add(directory / name).status == "added"
        yield opened


def test_nodes_are_the_hits_of_the_store(store: Store) -> None:
    nodes = GoujiRetriever(store, limit=3).retrieve("培训费是多少")
    hits = store.search("培训费是多少", None, 3)
    assert [node.node.node_id for node in nodes] == [str(hit.passage.id) for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    assert "培训费" in nodes[0].text


def test_metadata_lead_back_to_the_document(store: Store) -> None:
    node = GoujiRetriever(store).retrieve("灾害性天气预警由谁发布")[0].node
    assert node.metadata["file"] == "柳泉市气象服务中心2023年部门预算.txt"
    assert node.metadata["year"] == 2023
    assert node.metadata["kind"] == "预算"
    assert node.metadata["page"] is None
    document = store.document(node.metadata["document"])
    quotes = [document.text[start:stop] for start, stop in node.metadata["spans"]]
    assert any("预警信息发布" in quote for quote in quotes)
    first, last = node.metadata["lines"]
    assert any("预警信息发布" in document.line_text(number) for number in range(first, last + 1))


def test_a_filter_limits_the_search(store: Store) -> None:
    nodes = GoujiRetriever(store, where=Filter(years=(2022,))).retrieve("培训费")
    assert nodes
    assert {node.node.metadata["file"] for node in nodes} == {"柳泉市档案馆2022年部门决算.txt"}


def test_what_only_programs_need_is_kept_from_models(store: Store) -> None:
    from llama_index.core.schema import MetadataMode

    node = GoujiRetriever(store).retrieve("培训费")[0].node
    for_model = node.get_content(MetadataMode.LLM)
    assert "file: 柳泉市" in for_model
    assert "spans" not in for_model


def test_it_plugs_into_a_query_engine(store: Store) -> None:
    """The usual assembly of other people's pipelines, with a model behind a real endpoint."""
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.llms.openai_like import OpenAILike

    with scripted.model_server(scripted.says("培训费预算为1.50万元。")) as script:
        llm = OpenAILike(model="scripted", api_base=script.address, api_key="none", is_chat_model=True, max_retries=0)
        engine = RetrieverQueryEngine.from_args(GoujiRetriever(store, limit=2), llm=llm, streaming=True)
        response = engine.query("气象服务中心的培训费预算是多少？")
        assert str(response) == "培训费预算为1.50万元。"
        assert "2023年培训费预算1.50万元" in script.told
    assert "1.50万元" in response.source_nodes[0].text
