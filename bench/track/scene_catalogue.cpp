#include "bench/track/scene.hpp"

namespace brigade::bench {
namespace {

SceneOptions crossings() {
  SceneOptions scene;
  scene.walkers.count = 14;
  scene.walkers.speed = 110;
  scene.walkers.turn_after = 20;
  scene.walkers.far_lane = 420;
  scene.walkers.near_lane = 560;
  return scene;
}

SceneOptions occlusions() {
  SceneOptions scene;
  scene.walkers.speed = 120;
  scene.walkers.turn_after = 12;
  for (const float x : {180.0F, 480.0F, 780.0F, 1050.0F}) {
    scene.pillars.push_back({.x = x, .y = 0, .width = 100, .height = 720});
  }
  return scene;
}

SceneOptions acceleration() {
  SceneOptions scene;
  scene.walkers.speed = 260;
  scene.walkers.agility = 400;
  scene.walkers.turn_after = 1;
  return scene;
}

SceneOptions shake() {
  SceneOptions scene;
  scene.camera.shake = 9;
  return scene;
}

SceneOptions pan() {
  SceneOptions scene;
  scene.camera.pan = 450;
  scene.walkers.count = 16;
  return scene;
}

SceneOptions entering_and_leaving() {
  SceneOptions scene;
  scene.walkers.speed = 260;
  scene.walkers.agility = 120;
  scene.walkers.turn_after = 20;
  scene.walkers.leave = true;
  return scene;
}

}  // namespace

std::vector<NamedScene> scene_catalogue() {
  return {
      {.name = "crossings", .about = "people pass each other at nearly the same depth", .options = crossings()},
      {.name = "occlusions",
       .about = "four pillars hide whoever passes, for up to two seconds",
       .options = occlusions()},
      {.name = "acceleration", .about = "fast, turning around about once a second", .options = acceleration()},
      {.name = "shake", .about = "a camera held by a trembling hand", .options = shake()},
      {.name = "pan", .about = "a camera that swings to and fro", .options = pan()},
      {.name = "entering and leaving",
       .about = "everybody goes out of the picture, others come in",
       .options = entering_and_leaving()},
  };
}

}  // namespace brigade::bench
